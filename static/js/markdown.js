// A piece of a comment's HTML as the Markdown that shows it again. It knows what comments are made of, and nothing else.
const SIGNS = /[\\`[\]]|<(?=[^\s<>]*[:@])|(?<!\s)\*|\*(?!\s)|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;
const MARKS = { EM: "*", STRONG: "**" };
const DEEPEST = 2; // quotes within what is quoted; deeper ones say nothing any more

const prefixed = (text, first, others) =>
  text
    .split("\n")
    .map((line, place) => ((place ? others : first) + line).trimEnd())
    .join("\n");

// At the beginning of a line these would make a list or a quote of it.
const plain = (text) => text.replace(/^([>+-]|\d+(?=[.)]))/gm, (sign) => (/\d/.test(sign) ? `${sign}\\` : `\\${sign}`));

function code(text) {
  return text.includes("`") ? `\`\` ${text} \`\`` : `\`${text}\``;
}

function link(node, inner) {
  const address = node.getAttribute("href");
  // A mention is its name; an address that stands for itself becomes a link again by itself.
  if (address.startsWith("/")) return inner;
  return address === node.textContent ? address : `[${inner}](${address})`;
}

function inline(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.data.replace(/\s*\n\s*/g, " ").replace(SIGNS, "\\$&");
  const inner = [...node.childNodes].map(inline).join("");
  if (node.tagName === "BR") return "\n";
  if (node.tagName === "CODE") return code(node.textContent);
  if (node.tagName === "A") return link(node, inner);
  if (MARKS[node.tagName]) return inner.trim() ? MARKS[node.tagName] + inner + MARKS[node.tagName] : inner;
  return inner;
}

// Between what stands in a list: a blank line where its items are paragraphs.
const gapIn = (...items) => (items.some((item) => item.querySelector(":scope > p")) ? "\n\n" : "\n");

function block(node, depth) {
  if (node.tagName === "BLOCKQUOTE") return depth < DEEPEST ? prefixed(blocks(node, depth + 1), "> ", "> ") : "";
  if (node.tagName === "PRE") return `\`\`\`\n${node.textContent.trimEnd()}\n\`\`\``;
  if (node.tagName === "LI") return blocks(node, depth, gapIn(node));
  if (!/^[OU]L$/.test(node.tagName)) return plain(inline(node).replace(/^ +| +$/gm, ""));
  const first = Number(node.getAttribute("start") ?? 1);
  const signs = (place) => (node.tagName === "OL" ? `${first + place}. ` : "- ");
  const listed = (item, place) => prefixed(block(item, depth), signs(place), " ".repeat(signs(place).length));
  return [...node.children].map(listed).join(gapIn(...node.children));
}

// Blocks one below the other; what stands in none of them, as when a part of a paragraph is selected, is one together.
function blocks(parent, depth, gap = "\n\n") {
  const found = [];
  let loose = null;
  for (const node of parent.childNodes) {
    if (/^(P|BLOCKQUOTE|PRE|LI|[OU]L)$/.test(node.tagName)) {
      loose = null;
      found.push(block(node, depth));
    } else {
      if (!loose) found.push("");
      loose = (loose ?? "") + inline(node);
      found[found.length - 1] = plain(loose.trim());
    }
  }
  return found.filter((text) => text.trim()).join(gap);
}

export const markdown = (fragment) => blocks(fragment, 0);
