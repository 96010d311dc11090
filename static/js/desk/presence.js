// Tells the site that an article's form is open, and its editor who else has it open.

const EVERY = 20000; // milliseconds

const shown = document.querySelector("[data-presence]");
const token = document.querySelector("[name=csrfmiddlewaretoken]").value;

async function knock() {
  const body = new URLSearchParams({ csrfmiddlewaretoken: token, version: shown.dataset.version });
  try {
    const answer = await fetch(shown.dataset.presence, { method: "POST", body, redirect: "manual" });
    if (!answer.ok) return;
    const { said } = await answer.json();
    // It is read out when it changes, and only then.
    if (shown.textContent.trim() !== said) shown.textContent = said;
  } catch {
    // Without a connection nobody knows; the words beside the form say so.
  }
}

setInterval(knock, EVERY);
