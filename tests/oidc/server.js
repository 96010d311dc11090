// An OpenID Connect server as other sites run them. Whoever comes says who they are and is let in, or turns back.
// `node server.js` listens on a free port of this machine and prints its address.
import { createServer } from "node:http";
import Provider from "oidc-provider";

const SCOPE = "openid profile email";
const people = new Map();
let answer;
// What the server says in place of its own answer, by the name of the question: a body that is made of a piece said many
// times, or a place to ask instead.
let odd = {};
const server = createServer((request, response) => answer(request, response)).listen(0, "127.0.0.1");
await new Promise((resolve) => server.once("listening", resolve));
const issuer = `http://127.0.0.1:${server.address().port}`;

const provider = new Provider(issuer, {
  clients: [{ client_id: "newsportal", client_secret: "a-secret-of-both", redirect_uris: [`${issuer}/unused`] }],
  // Refuses whoever doesn't take part in it.
  pkce: { required: () => true },
  claims: { email: ["email", "email_verified"], profile: ["name", "given_name", "preferred_username"] },
  findAccount: (_context, sub) => ({ accountId: sub, claims: () => people.get(sub) }),
  interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
  features: { devInteractions: { enabled: false } },
  cookies: { keys: ["the tests' own"] },
});
// A claim that this server would never say so: the subject that only userinfo tells, whatever it is.
provider.use(async (context, next) => {
  await next();
  if (context.oidc?.route !== "userinfo") return;
  const { said_sub: said } = people.get(context.oidc.account.accountId);
  if (said !== undefined) context.body = { ...context.body, sub: said };
});
provider.use(async (context, next) => {
  await next();
  const said = odd[context.oidc?.route];
  if (said === undefined) return;
  if (said.elsewhere) return context.redirect(said.elsewhere);
  context.status = 200;
  context.body = (said.before ?? "") + (said.piece ?? "").repeat(said.times ?? 1) + (said.after ?? "");
  if (said.type === "") context.remove("Content-Type");
  else context.type = said.type ?? "application/json";
});
// The tests' servers have another port each time.
provider.Client.prototype.redirectUriAllowed = (address) => address.endsWith("/login/callback/");

const PAGE = `<!DOCTYPE html>
<html lang="en">
<title>Example ID</title>
<link rel="icon" href="data:,">
<form method="post">
  <label>Who you are <textarea name="claims"></textarea></label>
  <button name="answer" value="yes">Allow</button>
  <button name="answer" value="no">Deny</button>
</form>
`;

async function sent(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

// Login and consent are one page.
async function interact(request, response) {
  if (request.method === "GET") return response.setHeader("Content-Type", "text/html; charset=utf-8").end(PAGE);
  const form = new URLSearchParams(await sent(request));
  if (form.get("answer") !== "yes") {
    return provider.interactionFinished(request, response, { error: "access_denied" });
  }
  const claims = JSON.parse(form.get("claims"));
  people.set(claims.sub, claims);
  const grant = new provider.Grant({ accountId: claims.sub, clientId: "newsportal" });
  grant.addOIDCScope(SCOPE);
  const consent = { grantId: await grant.save() };
  return provider.interactionFinished(request, response, { login: { accountId: claims.sub }, consent });
}

async function beOdd(request, response) {
  odd = JSON.parse(await sent(request));
  response.end();
}

const others = provider.callback();
answer = (request, response) => {
  if (request.url === "/odd") return beOdd(request, response);
  return request.url.startsWith("/interaction/") ? interact(request, response) : others(request, response);
};
console.log(issuer);
