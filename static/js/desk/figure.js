// The rich-text field's figure, chosen from the library instead of typed as an address, or dropped into the text. What stands there
// already is changed by the field's own dialog.
import { Figure as Plain } from "django-prose-editor/editor";

import { pick } from "./picker.js";

const insertInto = (editor) => ({ src, alt, width, height, caption }) => {
  const image = { type: "image", attrs: { src, alt, width, height } };
  const words = caption ? [{ type: "caption", content: [{ type: "text", text: caption }] }] : [];
  editor.chain().focus().insertContent({ type: "figure", content: [image, ...words] }).run();
};

function drop(editor, event) {
  const [file] = event.dataTransfer?.files ?? [];
  if (!file) return;
  event.preventDefault();
  // Past the text it would become the picture at the article's head.
  event.stopPropagation();
  const place = editor.view.posAtCoords({ left: event.clientX, top: event.clientY });
  if (place) editor.commands.setTextSelection(place.pos);
  pick(insertInto(editor), file);
}

export const Figure = Plain.extend({
  onCreate() {
    this.editor.view.dom.addEventListener("drop", (event) => drop(this.editor, event), true);
  },
  addCommands() {
    const own = this.parent();
    return {
      ...own,
      insertFigure: () => (props) => {
        const { editor, dispatch } = props;
        if (!dispatch || editor.isActive("figure") || editor.isActive("image")) return own.editImage()(props);
        pick(insertInto(editor));
        return true;
      },
    };
  },
});
