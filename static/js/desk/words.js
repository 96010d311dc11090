// Says how long the text is and how long it is read while one writes: as articles/reading.py counts.

const WORDS = 238;
const SIGNS = 500;
const SIGN = /[\u3040-\u30ff\u3400-\u9fff]/gu;
const WORD = /[\p{L}\p{N}_]+(?:['’.-][\p{L}\p{N}_]+)*/gu;

const shown = document.querySelector("[data-words]");
const body = document.querySelector("textarea[name=body]");

function count() {
  const text = body.value.replace(/<[^>]*>/g, " ").replace(/&nbsp;/g, " ").replace(/&\w+;/g, "");
  const signs = text.match(SIGN)?.length ?? 0;
  const words = text.replace(SIGN, " ").match(WORD)?.length ?? 0;
  const minutes = Math.ceil(words / WORDS + signs / SIGNS);
  const number = (many) => many.toLocaleString(document.documentElement.lang);
  shown.textContent = [
    (words || !signs) && shown.dataset[words === 1 ? "word" : "words"].replace("{}", number(words)),
    signs && shown.dataset.signs.replace("{}", number(signs)),
    shown.dataset.minutes.replace("{}", number(minutes)),
  ]
    .filter(Boolean)
    .join(" · ");
}

count();
body.addEventListener("input", count);
