// What is typed before the login waits in this browser, whatever way leads through it; sent, it waits on the site as well.
import { copies, keep, placeOf } from "./copies.js";

const form = document.getElementById("composer");
if (form) {
  const box = form.elements.text;
  const place = placeOf(form, "");
  const [newest] = copies(place);
  if (newest && !box.value) {
    box.value = newest.text;
    // In a discussion that is closed now there is a box only for such as this.
    form.hidden = false;
  } else if (box.value) {
    // It may have been typed while this was on its way here.
    keep(place, box.value);
  }
  box.addEventListener("input", () => keep(place, box.value));
}
