// Pictures that are dragged into the library, or chosen for it, are sent one by one, each with its progress. Without this the form
// sends all of them at once.
import { listen, upload } from "./upload.js";

const form = document.querySelector(".upload-form");
const files = form?.querySelector("[type=file]");

if (form) {
  listen((dropped) => upload(dropped, () => {}));
  files.addEventListener("change", async () => {
    await upload(files.files, () => {});
    form.reset();
  });
}
