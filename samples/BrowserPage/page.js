import { createTokgate } from "./tokgate/index.js";
import "./tokgate/element.js";

// Registered at the broker: a single-page application whose redirect URI is this page.
const tokgate = createTokgate({
  issuer: "http://localhost:5081",
  clientId: "browser-page",
  redirectUri: "/",
  postLogoutRedirectUri: "/",
});

const button = document.querySelector("tokgate-button");
const signOut = document.querySelector("#sign-out");
button.tokgate = tokgate;
signOut.addEventListener("click", () => tokgate.signOut());

tokgate.subscribe(() => {
  const { user, error } = tokgate.getState();
  document.querySelector("#signed-in-as").textContent = user ? `Signed in as ${user.name}` : "";
  document.querySelector("#error").textContent = error ? error.description : "";
  button.hidden = Boolean(user);
  signOut.hidden = !user;
});

await tokgate.handleCallback().catch(() => {}); // what failed is in the state, and shown
