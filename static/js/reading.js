// The thread in every reader's page. All of it also works as plain links, but for folding and the news.
import "./landing.js";
import "./more.js";
import "./branches.js";
import "./news.js";
import "./reads.js";
