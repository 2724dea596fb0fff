// Files dropped on a form with data-uploads, or chosen in it, are sent at once, one after the other, with progress.
// data-uploads: where each file goes, as the request's body. data-uploads-then and -target: the part to fetch afterwards.
import { showToast } from "./toasts.js";

export function start() {
  for (const name of ["dragover", "dragenter"]) {
    document.addEventListener(name, (event) => {
      const zone = event.target.closest?.("[data-uploads]");
      if (!zone || !event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      zone.classList.add("is-over");
    });
  }
  document.addEventListener("dragleave", (event) => {
    const zone = event.target.closest?.("[data-uploads]");
    if (zone && !zone.contains(event.relatedTarget)) zone.classList.remove("is-over");
  });
  document.addEventListener("drop", (event) => {
    const zone = event.target.closest?.("[data-uploads]");
    if (!zone || !event.dataTransfer?.files.length) return;
    event.preventDefault();
    zone.classList.remove("is-over");
    sendAll(zone, [...event.dataTransfer.files]);
  });
  document.addEventListener("change", (event) => {
    const zone = event.target.matches("input[type=file]") && event.target.closest("[data-uploads]");
    if (zone) sendAll(zone, [...event.target.files]);
  });
}

async function sendAll(zone, files) {
  if (zone.classList.contains("is-sending")) return;
  zone.classList.add("is-sending");
  zone.querySelector("input[type=file]").value = "";
  const several = zone.querySelector("input[type=file]").multiple;
  const lines = (several ? files : files.slice(0, 1)).map((file) => [file, line(zone, file)]);
  const refused = [];
  let arrived = 0;
  for (const [file, shown] of lines) {
    const problem = await send(zone, file, shown);
    shown.querySelector("progress").hidden = true;
    shown.querySelector("[data-uploads-said]").textContent = problem || said(zone).done;
    shown.classList.toggle("is-refused", Boolean(problem));
    if (problem) refused.push(`${file.name}: ${problem}`);
    else arrived += 1;
  }
  zone.classList.remove("is-sending");
  if (arrived && !zone.dataset.uploadsThen) {
    if (!refused.length) location.reload();
    return;
  }
  if (arrived) await htmx.ajax("GET", zone.dataset.uploadsThen, { target: zone.dataset.uploadsTarget, swap: "outerHTML" });
  if (refused.length) showToast({ text: refused.join(" "), level: "error" });
}

function send(zone, file, shown) {
  if (file.size > Number(zone.dataset.uploadsLargest)) return said(zone).tooLarge;
  const request = new XMLHttpRequest();
  const bar = shown.querySelector("progress");
  request.open("POST", zone.dataset.uploads);
  request.setRequestHeader("Content-Type", "application/octet-stream");
  request.setRequestHeader("X-File-Name", encodeURIComponent(file.name));
  request.setRequestHeader("X-CSRFToken", zone.querySelector("[name=csrfmiddlewaretoken]").value);
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) bar.value = (100 * event.loaded) / event.total;
  });
  return new Promise((resolve) => {
    request.addEventListener("loadend", () => resolve(request.status === 201 ? "" : told(request) || said(zone).failed));
    request.send(file);
  });
}

function told(request) {
  try {
    return JSON.parse(request.responseText).message;
  } catch {
    return "";
  }
}

function line(zone, file) {
  const copy = zone.querySelector("[data-uploads-line]").content.firstElementChild.cloneNode(true);
  copy.querySelector("[data-uploads-name]").textContent = file.name;
  zone.querySelector("[data-uploads-list]").append(copy);
  return copy;
}

const said = (zone) => zone.querySelector("[data-uploads-texts]").dataset;
