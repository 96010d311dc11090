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
const tokens = (page = document) => [...page.querySelectorAll("[name=csrfmiddlewaretoken]")];

// A login in another tab changes the token of every page, and maybe who reads them: what of this page tells it is renewed.
async function renew() {
  const page = await load(location.href);
  const [fresh] = page ? tokens(page) : [];
  if (!fresh) return;
  for (const token of tokens()) token.value = fresh.value;
  said.dataset.reader = page.getElementById("said").dataset.reader;
  document.querySelector(".masthead").replaceWith(document.adoptNode(page.querySelector(".masthead")));
}

// The answer as an object; one without `url` or `value` holds a `message` that says why nothing was done. What `isQuiet`
// happens behind the reader's back: it outlives the page, doesn't lead to the login, and is done for nobody else.
export async function send(address, fields, { isQuiet = false, isAgain = false } = {}) {
  try {
    const body = new URLSearchParams(fields);
    body.set("csrfmiddlewaretoken", tokens()[0].value);
    body.set("reader", said.dataset.reader);
    const keepalive = isQuiet && String(body).length < LONGEST;
    const headers = { Accept: "application/json" };
    const response = await fetch(address, { method: "POST", body, headers, keepalive });
    if (response.status === 403) {
      if (isAgain) return { message: said.dataset.expired };
      // The reader is the same, or the site would have said who it is now.
      await renew();
      return send(address, fields, { isQuiet, isAgain: true });
    }
    if (response.status === 404) return { message: said.dataset.gone };
    if (response.status === 413) return { message: said.dataset.large, code: "large" };
    const answer = await response.json();
    if (answer.code === "reader" && !isQuiet) await renew();
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
