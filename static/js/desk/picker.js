// A dialog that offers the pictures of the library, those that a search finds, and the editor's own computer; then asks what the
// picture shows where the library doesn't say so, and what stands below it.
import { upload } from "./upload.js";

const PAUSE = 250; // milliseconds without a letter, after which is searched

const dialog = document.querySelector(".picker");
const [search, file, list, none] = ["[type=search]", "[type=file]", ".picker-found", ".picker-none"].map((one) => dialog?.querySelector(one));
const words = dialog?.querySelector(".picker-words");
const [alt, caption] = ["alt", "caption"].map((name) => dialog?.querySelector(`[name=picker-${name}]`));

let done = null;
let chosen = null;
let asked = 0;
let waiting = 0;

function choose(photo) {
  chosen = photo;
  dialog.querySelector(".picker-choice").hidden = true;
  words.hidden = false;
  Object.assign(words.querySelector("img"), { src: photo.thumbnail, alt: photo.alt });
  alt.value = photo.alt;
  const credit = photo.credit && dialog.dataset.credit.replace("{}", photo.credit);
  caption.value = [photo.caption, credit].filter(Boolean).join(" ");
  (photo.alt ? caption : alt).focus();
}

function offer(photo) {
  const button = Object.assign(document.createElement("button"), { type: "button" });
  const picture = Object.assign(document.createElement("img"), { className: "thumbnail", src: photo.thumbnail, alt: photo.alt });
  button.append(picture, Object.assign(document.createElement("span"), { textContent: photo.name }));
  button.addEventListener("click", () => choose(photo));
  const item = document.createElement("li");
  item.append(button);
  return item;
}

async function find() {
  const mine = (asked += 1);
  const response = await fetch(`${dialog.dataset.choose}?${new URLSearchParams({ q: search.value })}`).catch(() => null);
  const photos = response?.ok ? (await response.json().catch(() => ({ photos: [] }))).photos : [];
  // An answer that was overtaken by a later one's question.
  if (mine !== asked) return;
  list.replaceChildren(...photos.map(offer));
  none.hidden = photos.length > 0;
}

function begin() {
  chosen = null;
  words.hidden = true;
  dialog.querySelector(".picker-choice").hidden = false;
}

const send = (files) => upload(files, choose, dialog.querySelector(".picker-uploads"));

// Opens the dialog, with a `file` that is uploaded at once if there is one; `taken` is called with {src, alt, width, height, caption}
// of what was chosen.
export function pick(taken, file = null) {
  done = taken;
  begin();
  search.value = "";
  dialog.querySelector(".picker-uploads").replaceChildren();
  dialog.showModal();
  find();
  if (file) send([file]);
}

if (dialog) {
  search.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(find, PAUSE);
  });
  // In the article's form nothing but its buttons sends.
  search.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  file.addEventListener("change", () => send(file.files).then(() => (file.value = "")));
  dialog.querySelector(".picker-back").addEventListener("click", begin);
  for (const button of dialog.querySelectorAll(".picker-cancel")) button.addEventListener("click", () => dialog.close());
  words.addEventListener("submit", (event) => {
    event.preventDefault();
    dialog.close();
    done({ ...chosen, alt: alt.value.trim(), caption: caption.value.trim() });
  });
}
