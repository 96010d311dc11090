// Reads a sitemap (or, named "index", an index of sitemaps) from standard input and prints its entries as JSON. Ends with an
// error for what the protocol doesn't know.
import { ErrorLevel, XMLToSitemapIndexStream, XMLToSitemapItemStream } from "sitemap";

const Parser = process.argv[2] === "index" ? XMLToSitemapIndexStream : XMLToSitemapItemStream;
const entries = [];
const parser = new Parser({ level: ErrorLevel.THROW });
parser.on("data", (entry) => entries.push(entry));
parser.on("end", () => console.log(JSON.stringify(entries)));
parser.on("error", (error) => {
  console.error(String(error));
  process.exit(1);
});
process.stdin.pipe(parser);
