// The picture at an article's head: one that is dragged onto the form, or chosen there, is in the library at once and stands in
// the form by its number. Without this it goes with the form.
import { listen, upload } from "./upload.js";

const number = document.querySelector("[name=photo]");
const file = document.querySelector("[name=photo_file]");
const alt = document.querySelector("[name=photo_alt]");
const shown = document.querySelector(".lead-picture");

// Another number was chosen: what the page says of the one before is true no more.
function forget() {
  shown.replaceChildren();
  number.closest(".form-row").querySelector("strong")?.remove();
}

function take(photo) {
  number.value = photo.id;
  forget();
  const picture = Object.assign(document.createElement("img"), { className: "thumbnail", src: photo.thumbnail, alt: photo.alt });
  shown.replaceChildren(picture);
  alt.value = photo.alt;
  if (!photo.alt) alt.focus();
}

if (file) {
  // The admin's own lookup tells jQuery alone.
  window.django.jQuery(number).on("change", forget);
  listen((dropped) => upload([...dropped].slice(0, 1), take));
  file.addEventListener("change", async () => {
    await upload(file.files, take);
    // It has gone already.
    file.value = "";
  });
}
