// Shows the passkey buttons where passkeys can be used, and says why where they can't. django-allauth's own script, which
// stands beside this one, asks the browser for the passkey.

const said = document.getElementById("passkey-said");
const ways = document.querySelectorAll("[data-passkey]");
const LOOPBACK = ["127.0.0.1", "[::1]"];
const isBareAddress = /^[\d.]+$|^\[/.test(location.hostname);

function say(word) {
  said.textContent = said.dataset[word];
  if (word !== "localhost") return;
  const same = new URL(location.href);
  same.hostname = "localhost";
  const link = Object.assign(document.createElement("a"), { href: same.href, textContent: same.href });
  said.append(" ", link);
}

const WORDS = { NotAllowedError: "notAllowed", AbortError: "notAllowed", InvalidStateError: "known" };

document.addEventListener("allauth.error", (event) => {
  event.preventDefault(); // said here, so it needn't stand in the console
  say(WORDS[event.detail.exception.name] ?? "failed");
});

if (!window.PublicKeyCredential) {
  say("unsupported");
} else if (isBareAddress) {
  // A passkey belongs to a domain (WebAuthn, 5.1.2), and an address isn't one.
  for (const way of ways) {
    way.hidden = false;
    way.addEventListener(
      "click",
      (event) => {
        if (!event.target.closest("button")) return;
        event.stopImmediatePropagation();
        say(LOOPBACK.includes(location.hostname) ? "localhost" : "address");
      },
      { capture: true },
    );
  }
} else {
  for (const way of ways) way.hidden = false;
}
