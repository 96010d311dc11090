// The token of a form whose editor has logged in anew, as in another tab: without it the site takes nothing of the form.

const BY = "#user-tools strong";

// Whether the form has another token now. It hasn't while nobody is logged in, or somebody else: what stands in it goes out under no
// other name than its own.
export async function renew(form) {
  const answer = await fetch(location.href, { redirect: "manual" });
  if (!answer.ok) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const token = page.querySelector(`#${form.id} [name=csrfmiddlewaretoken]`)?.value;
  const isSame = page.querySelector(BY)?.textContent === document.querySelector(BY)?.textContent;
  if (!token || !isSame) return false;
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token;
  return true;
}
