import { fail, load, refused } from "./errors.js";
import { verifyIdToken } from "./id-token.js";
import { challengeOf, random } from "./random.js";
import type { Backend, BrokerOptions, User } from "./types.js";

interface Begun {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly returnTo: string;
}

// The profile comes in the ID token, which is verified; the broker would otherwise keep it for its UserInfo endpoint.
const claims = '{"id_token":{"name":null,"picture":null}}';
const answers = ["code", "state", "iss", "error", "error_description", "error_uri"];

const endpoints = ["authorization_endpoint", "token_endpoint", "jwks_uri", "end_session_endpoint"] as const;
type Metadata = Readonly<Record<(typeof endpoints)[number], string>>;

const textOf = (value: unknown): string | null => (typeof value === "string" ? value : null);

export function brokerBackend({ issuer, clientId, redirectUri, scope = "openid profile", postLogoutRedirectUri, parameters: always }: BrokerOptions): Backend {
  if (!/^https:\/\/|^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:|\/|$)/.test(issuer) || !clientId || !redirectUri) {
    fail("not_configured", "issuer (https, except on this machine), clientId and redirectUri are needed.");
  }
  const absolute = (uri: string): string => (uri.startsWith("/") ? location.origin + uri : uri);
  const stored = `tokgate:${issuer}:${clientId}`;
  // In memory alone: no script of a later page, and nobody at this device, finds them.
  let session: { user: User; idToken: string; accessToken: string; until: number } | null = null;
  let discovered: Promise<Metadata> | undefined;

  const discover = (): Promise<Metadata> =>
    (discovered ??= load(`${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`).then(
      // Its endpoints are its own: a page would run an address that begins with javascript:.
      ({ body }) =>
        body["issuer"] === issuer && endpoints.every((name) => String(body[name]).startsWith(issuer))
          ? (body as Metadata)
          : fail("wrong_issuer", `${issuer} calls itself otherwise. Write issuer exactly as the broker does.`),
    )).catch((error: unknown) => {
      discovered = undefined;
      throw error;
    });

  return {
    async begin(returnTo, parameters) {
      const begun: Begun = { state: random(), nonce: random(), verifier: random(), returnTo };
      const query = new URLSearchParams({
        ...always,
        ...parameters,
        client_id: clientId,
        redirect_uri: absolute(redirectUri),
        response_type: "code",
        scope,
        claims,
        state: begun.state,
        nonce: begun.nonce,
        code_challenge: await challengeOf(begun.verifier),
        code_challenge_method: "S256",
      });
      const { authorization_endpoint: endpoint } = await discover();
      sessionStorage.setItem(stored, JSON.stringify(begun));
      return `${endpoint}?${query}`;
    },

    answers,

    isAnswer: ({ origin, pathname, searchParams }) =>
      origin + pathname === absolute(redirectUri).split("?")[0] && searchParams.has("state") && (searchParams.has("code") || searchParams.has("error")),

    async finish(address) {
      const kept = sessionStorage.getItem(stored);
      sessionStorage.removeItem(stored); // before anything is looked at: one answer, right or wrong
      const begun = kept === null ? null : (JSON.parse(kept) as Begun);
      const [code, state, iss, error, description] = answers.map((name) => {
        const values = address.searchParams.getAll(name);
        return values.length > 1 ? fail("bad_answer", `The answer has ${name} more than once.`) : values[0];
      });
      if (!begun || state !== begun.state) {
        return fail("state_unknown", "This tab did not begin the sign-in, or has completed it already. Begin again.");
      }
      if (iss !== issuer) {
        return fail("wrong_issuer", "The answer is not from the broker that was asked.");
      }
      if (error !== undefined || !code) {
        throw refused(error || "bad_answer", description ?? "");
      }
      const { token_endpoint: endpoint, jwks_uri: keys } = await discover();
      const [{ ok, body }, jwks] = await Promise.all([
        load(endpoint, {
          method: "POST",
          body: new URLSearchParams({ grant_type: "authorization_code", code, client_id: clientId, redirect_uri: absolute(redirectUri), code_verifier: begun.verifier }),
        }),
        load(keys),
      ]);
      if (!ok) {
        throw refused(textOf(body["error"]) ?? "bad_answer", textOf(body["error_description"]) ?? "");
      }
      const idToken = String(body["id_token"]);
      const { sub, name, picture } = await verifyIdToken(idToken, jwks.body["keys"], { issuer, clientId, nonce: begun.nonce });
      const user: User = { id: sub, name: textOf(name), email: null, image: textOf(picture) };
      session = { user, idToken, accessToken: String(body["access_token"]), until: Date.now() + Number(body["expires_in"] ?? 0) * 1000 };
      return { user, returnTo: begun.returnTo };
    },

    user: async () => session?.user ?? null,

    // A form and not an address: an ID token has no business in histories and logs.
    async end() {
      const { end_session_endpoint: endpoint } = await discover();
      const form = document.createElement("form");
      form.method = "post";
      form.action = endpoint;
      const fields = { client_id: clientId, id_token_hint: session?.idToken, post_logout_redirect_uri: postLogoutRedirectUri && absolute(postLogoutRedirectUri) };
      for (const [name, value] of Object.entries(fields)) {
        if (value) {
          form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
        }
      }
      session = null;
      document.body.append(form);
      form.submit();
      form.remove();
      return null;
    },

    accessToken: () => (session && Date.now() < session.until ? session.accessToken : null),
  };
}
