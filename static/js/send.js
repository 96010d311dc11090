// Sends an act to the site, and says how it ended.

const SHOWN_FOR = 8_000; // milliseconds
const BEFORE = 50; // milliseconds: emptied first, so that the same sentence is read out again
export const said = document.getElementById("said");
let hiding = 0;

function clear() {
  clearTimeout(hiding);
  said.classList.remove("is-seen");
  said.textContent = "";
}

// `seen` shows the sentence to all; otherwise it is only read out, where the page shows the change by itself.
export function say(sentence, seen = true) {
  clear();
  setTimeout(() => {
    said.textContent = said.dataset[sentence] ?? sentence;
    said.classList.toggle("is-seen", seen);
    hiding = setTimeout(clear, SHOWN_FOR);
  }, BEFORE);
}

const LONGEST = 60_000; // characters that a browser takes along from a page that is being left
const token = (page = document) => page.querySelector("[name=csrfmiddlewaretoken]");

async function renewToken() {
  const page = await load(location.href);
  if (page && token(page)) token().value = token(page).value;
}

// The answer as an object; one without `url` or `value` holds a `message` that says why nothing was done. What `isQuiet`
// happens behind the reader's back: it outlives the page, and doesn't lead to the login.
export async function send(address, fields, { isQuiet = false } = {}) {
  try {
    const body = new URLSearchParams(fields);
    body.set("csrfmiddlewaretoken", token().value);
    const keepalive = isQuiet && String(body).length < LONGEST;
    const headers = { Accept: "application/json" };
    const response = await fetch(address, { method: "POST", body, headers, keepalive });
    if (response.status === 403) {
      // A login in another tab changes the token: what was typed stays, and the next press sends it.
      await renewToken();
      return { message: said.dataset.expired };
    }
    if (response.status === 404) return { message: said.dataset.gone };
    if (response.status === 413) return { message: said.dataset.large };
    const answer = await response.json();
    if (answer.login && !isQuiet) location.assign(answer.login);
    return answer;
  } catch {
    return { message: said.dataset.failed };
  }
}

// What the site tells at `address`, as an object; or a `message` that says why it doesn't.
export async function ask(address) {
  try {
    const response = await fetch(address, { headers: { Accept: "application/json" } });
    if (response.status === 404) return { message: said.dataset.gone };
    const answer = await response.json();
    if (answer.login) location.assign(answer.login);
    return answer;
  } catch {
    return { message: said.dataset.failed };
  }
}

// The page at `address` as a document; null where it isn't there for this reader, or no longer.
export async function load(address) {
  const response = await fetch(address, { headers: { Accept: "text/html" } });
  if (!response.ok) return null;
  return new DOMParser().parseFromString(await response.text(), "text/html");
}
