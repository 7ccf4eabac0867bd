import { createTokgate } from "@tokgate/browser";
import { TokgateProvider } from "@tokgate/browser/react";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { TikTokSignIn } from "./TikTokSignIn";

// Registered at the broker: a single-page application with this redirect URI.
const tokgate = createTokgate({
  issuer: "http://localhost:5081",
  clientId: "react-vite",
  redirectUri: "/callback",
  postLogoutRedirectUri: "/",
});

createRoot(document.querySelector("#root")!).render(
  <StrictMode>
    <TokgateProvider tokgate={tokgate}>
      <TikTokSignIn />
    </TokgateProvider>
  </StrictMode>,
);
