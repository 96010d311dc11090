// Tells, while a new password is typed, how hard it would be to guess: a bar for the eye, a sentence for everybody. The form
// says the same without it, once it is sent.
const PAUSE = 300; // milliseconds without a key

for (const field of document.querySelectorAll("input[data-strength]")) begin(field);

function begin(field) {
  const meter = document.createElement("meter");
  const words = document.createElement("p");
  Object.assign(meter, { className: "strength", max: 4, low: 2, high: 3, optimum: 4, hidden: true });
  meter.setAttribute("aria-hidden", "true"); // the sentence says it
  words.className = "field-help";
  words.setAttribute("role", "status");
  field.after(meter, words);
  let timer = 0;
  let asked = new AbortController();

  field.addEventListener("input", () => {
    clearTimeout(timer);
    asked.abort();
    if (field.value) timer = setTimeout(tell, PAUSE);
    else show({ words: "" });
  });
  // Sent: the form itself judges now, and a login on the way would find this token used up.
  field.form.addEventListener("submit", () => {
    clearTimeout(timer);
    asked.abort();
  });

  async function tell() {
    asked = new AbortController();
    const body = new URLSearchParams({ password: field.value });
    for (const name of ["csrfmiddlewaretoken", "username", "email"]) {
      const other = field.form.elements.namedItem(name);
      if (other) body.set(name, other.value);
    }
    try {
      const answer = await fetch(field.dataset.strength, { method: "POST", body, signal: asked.signal });
      // Nothing is told where the site can't tell it now; the form itself still judges.
      show(answer.ok ? await answer.json() : { words: "" });
    } catch (error) {
      if (error.name !== "AbortError") show({ words: "" });
    }
  }

  function show({ score, words: sentence }) {
    meter.hidden = score === undefined;
    meter.value = score ?? 0;
    if (words.textContent !== sentence) words.textContent = sentence;
  }
}
