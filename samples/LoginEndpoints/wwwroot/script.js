import { createTokgate } from "./tokgate/index.js";
import "./tokgate/element.js";

const tokgate = createTokgate({ base: "/api/auth" });
const signOut = document.querySelector("#sign-out");
signOut.addEventListener("click", () => tokgate.signOut({ returnTo: "/script.html" }));

await tokgate.handleCallback().catch((error) => {
  document.querySelector("#error").textContent = error.description;
});
const user = await tokgate.getUser();
document.querySelector("#signed-in-as").textContent = user ? `Signed in as ${user.name}` : "";
document.querySelector("tokgate-button").hidden = Boolean(user);
signOut.hidden = !user;
