import { fail, load, TokgateError } from "./errors.js";
import type { ApplicationOptions, Backend, User } from "./types.js";

const answers = ["tiktok_error", "tiktok_error_id", "tiktok_log_id"];

/** The session is a cookie that no script can read; these are its endpoints. */
export function applicationBackend({ base }: ApplicationOptions): Backend {
  const at = (path: string): string => `${base.replace(/\/$/, "")}/${path}`;
  if (!base.startsWith("/") || base.startsWith("//")) {
    fail("not_configured", 'Either issuer, clientId and redirectUri are needed, or base: the path that MapTikTokLogin was given, "/api/auth" for example.');
  }
  const options: RequestInit = { credentials: "same-origin", cache: "no-store" };

  return {
    begin: async (returnTo) => `${at("signin/tiktok")}?${new URLSearchParams({ callbackUrl: returnTo })}`,

    // A success needs no answer: the cookie is set. Anybody can write an address, so its text is never shown: only words of a known form are taken.
    answers,

    isAnswer: ({ searchParams }) => searchParams.has("tiktok_error"),

    async finish({ searchParams }) {
      const [code, errorId, logId] = answers.map((name) => /^\w{1,64}$/.exec(searchParams.get(name) ?? "")?.[0]);
      throw new TokgateError(code ?? "sign_in_failed", code === "access_denied" ? "The sign-in was cancelled at TikTok." : "TikTok did not complete the sign-in. Begin again.", { errorId, logId });
    },

    async user() {
      const { body } = await load(at("session"), options);
      return (body["user"] as User | undefined) ?? null;
    },

    async end(returnTo) {
      const { ok, body } = await load(at("signout"), {
        ...options,
        method: "POST",
        headers: { accept: "application/json" },
        body: new URLSearchParams({ callbackUrl: returnTo }),
      });
      return ok ? String(body["url"]) : fail("bad_answer", "The application did not sign out.");
    },

    accessToken: () => null,
  };
}
