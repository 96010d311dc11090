// The thread in the page of a signed-in reader: each act without a reload. All of it also works as plain forms and links.
import "./votes.js";
import "./composer.js";
import "./elsewhere.js";
import "./inline.js";
import "./submit.js";
import "./preview.js";
import "./selection.js";
import "./follow.js";
import "./grace.js";
