// Sends pictures to the library one after the other, and says beside each how far it is and how it ended. The element
// `.upload-zone` of the page says where they go, and has the sentences (articles/admin/upload_zone.py).

const zone = document.querySelector(".upload-zone");

// Resolves to the photo as the site has it, or to an object with what was `said` of the file.
function send(file, progress) {
  return new Promise((resolve) => {
    // Refused before it is sent; what else doesn't fit the site says.
    if (file.size > Number(zone.dataset.most)) return resolve({ said: zone.dataset.large });
    const body = new FormData();
    body.append("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
    body.append("pictures", file);
    const request = new XMLHttpRequest();
    request.open("POST", zone.dataset.upload);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => (progress.value = event.loaded / event.total));
    request.addEventListener("load", () => {
      const large = request.status === 413 && { said: zone.dataset.large };
      resolve(large || request.response || { said: zone.dataset.out });
    });
    request.addEventListener("error", () => resolve({ said: zone.dataset.away }));
    request.send(body);
  });
}

function element(name, properties) {
  return Object.assign(document.createElement(name), properties);
}

function line(file, list) {
  const progress = element("progress", { max: 1, value: 0 });
  progress.setAttribute("aria-label", file.name);
  const one = element("li", {});
  one.append(element("span", { className: "upload-name", textContent: file.name }), progress);
  list.append(one);
  return { one, progress };
}

function end({ one, progress }, photo) {
  progress.remove();
  if (photo.said) return one.append(element("strong", { className: "missing", textContent: photo.said }));
  one.prepend(element("img", { className: "thumbnail", src: photo.thumbnail, alt: photo.alt }));
  if (!photo.alt) one.append(element("a", { href: photo.url, textContent: zone.dataset.silent }));
}

// Each of `files`; `taken` is called with each photo that the library has then. The zone's own list says how it goes, or another.
export async function upload(files, taken, list = zone.querySelector(".uploads")) {
  const lines = [...files].map((file) => [file, line(file, list)]);
  for (const [file, shown] of lines) {
    const photo = await send(file, shown.progress);
    end(shown, photo);
    if (!photo.said) taken(photo);
  }
}

// Has `dropped` called with the files that are dragged onto the page, wherever they fall: missing the zone by a finger's breadth
// would otherwise open the picture in place of the page, with all that was typed on it.
export function listen(dropped) {
  const isFiles = (event) => event.dataTransfer?.types.includes("Files");
  addEventListener("dragover", (event) => {
    if (!isFiles(event)) return;
    event.preventDefault();
    zone.classList.add("is-over");
  });
  addEventListener("dragleave", (event) => event.relatedTarget ?? zone.classList.remove("is-over"));
  // Wherever it falls, also where something else takes it.
  addEventListener("drop", () => zone.classList.remove("is-over"), true);
  addEventListener("drop", (event) => {
    if (!isFiles(event)) return;
    event.preventDefault();
    dropped(event.dataTransfer.files);
  });
}
