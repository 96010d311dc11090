// Copies in this browser of what is typed, for as long as the site doesn't have it: before the login, or out of reach.
// Each page load writes one of its own, so that two tabs don't overwrite each other.

const KEPT = 30 * 24 * 60 * 60 * 1_000; // milliseconds
const own = `${Date.now()}-${Math.random()}`;

// Names the composer: what is sent to, what is answered, and who writes ("" before the login).
export function placeOf(form, reader) {
  return `draft ${reader} ${new URL(form.action).pathname} ${form.elements.parent?.value ?? ""} `;
}

// [{ name, text, at }] of the composer, the newest first. None where the browser keeps nothing for us.
export function copies(place) {
  try {
    return Object.keys(localStorage)
      .filter((name) => name.startsWith(place))
      .map((name) => ({ name, ...JSON.parse(localStorage.getItem(name)) }))
      .filter(({ name, at }) => at > Date.now() - KEPT || localStorage.removeItem(name))
      .sort((one, other) => other.at - one.at);
  } catch {
    return [];
  }
}

// Drops the copies that `text` holds whole.
export function forget(place, text) {
  for (const copy of copies(place)) if (text.includes(copy.text.trim())) localStorage.removeItem(copy.name);
}

// Whether it is kept now.
export function keep(place, text) {
  forget(place, text);
  try {
    if (text.trim()) localStorage.setItem(place + own, JSON.stringify({ text, at: Date.now() }));
    else localStorage.removeItem(place + own);
    return true;
  } catch {
    // Storage is full or switched off; what is typed is still in the box.
    return false;
  }
}
