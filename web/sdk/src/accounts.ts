import { TokgateError, type Tokgate } from "./index.js";
import { challengeOf, random } from "./random.js";

export interface ConnectOptions {
  /** Exactly as the broker names itself. */
  readonly issuer: string;
  /** Registered at the broker for this client; `/path` stands for this page's origin. Its page calls {@link handleConnection}. */
  readonly redirectUri: string;
  /** The connection's name; `tiktok` unless said otherwise. */
  readonly connection?: string | undefined;
  /** TikTok's scopes beside those that the connection always asks for. */
  readonly scopes?: readonly string[] | undefined;
  /** The account that must come back, to ask for more scopes of one that is connected. */
  readonly openId?: string | undefined;
}

/** A TikTok account that was connected. No token of TikTok's is in it. */
export interface ConnectedAccount {
  readonly id: string;
  readonly connection: string;
  readonly scopes: readonly string[];
  readonly open_id: string;
  readonly name?: string;
  readonly username?: string;
}

interface Begun {
  readonly issuer: string;
  readonly redirectUri: string;
  readonly session: string;
  readonly state: string;
  readonly verifier: string;
  readonly code?: string | null;
  readonly asked?: boolean;
}

const stored = "tokgate:connecting";
const answers = ["connect_code", "state", "iss", "error", "error_description"] as const;

const keep = (begun: Begun): void => sessionStorage.setItem(stored, JSON.stringify(begun));

function fail(code: string, description: string): never {
  sessionStorage.removeItem(stored);
  throw new TokgateError(code, description, { errorId: /\bTTK\d{4}\b/.exec(description)?.[0] });
}

async function call(tokgate: Tokgate, issuer: string, step: string, body: object): Promise<Record<string, unknown>> {
  const answer = await fetch(`${issuer}/me/v1/connected-accounts/${step}`, {
    method: "POST",
    credentials: "omit",
    referrerPolicy: "no-referrer",
    redirect: "error",
    headers: { Authorization: `Bearer ${tokgate.getAccessToken()}`, "Content-Type": "application/json" },
    body: JSON.stringify(body),
  }).catch(() => fail("unreachable", `${issuer} could not be asked. Is it reachable from this page, and does the page's Content-Security-Policy (connect-src) allow it?`));
  const said = (await answer.json().catch(() => ({}))) as Record<string, unknown>;
  return answer.ok ? said : fail(String(said["error"] ?? "bad_answer"), String(said["error_description"] ?? `${step}: ${answer.status}`));
}

/**
 * Leaves the page to connect a TikTok account to whoever is signed in. They must have signed in within the last ten minutes, with the audience `{issuer}/me/` and the scope
 * `create:me:connected_accounts`; else it rejects with `insufficient_user_authentication`, and `signIn({ parameters: { prompt: "login" } })` helps.
 */
export async function connectAccount(tokgate: Tokgate, { issuer, redirectUri, connection = "tiktok", scopes, openId }: ConnectOptions): Promise<void> {
  const [verifier, state, back] = [random(), random(), redirectUri.startsWith("/") ? location.origin + redirectUri : redirectUri];
  const begun = await call(tokgate, issuer, "connect", {
    connection,
    redirect_uri: back,
    state,
    code_challenge: await challengeOf(verifier),
    code_challenge_method: "S256",
    scopes,
    open_id: openId,
  });
  const [address, ticket] = [String(begun["connect_uri"]), (begun["connect_params"] as Record<string, string> | undefined)?.["ticket"] ?? ""];
  if (!address.startsWith(`${issuer}/`)) {
    fail("wrong_issuer", "The broker sends the browser elsewhere than to itself."); // an address can begin with javascript:
  }
  keep({ issuer, redirectUri: back, session: String(begun["auth_session"]), state, verifier });
  location.assign(`${address}?ticket=${encodeURIComponent(ticket)}`);
}

/**
 * Completes a connection that comes back, and a sign-in too: call it when the page starts, instead of `handleCallback` or before it. Null when nothing comes back. Tokens do not outlive a page, so it may leave the page once
 * more, for a sign-in that asks nothing.
 */
export async function handleConnection(tokgate: Tokgate): Promise<ConnectedAccount | null> {
  let begun = JSON.parse(sessionStorage.getItem(stored) ?? "null") as Begun | null;
  const address = new URL(location.href);
  const [code, state, iss, error, description] = answers.map((name) => address.searchParams.get(name));
  if (code !== null || (begun && state === begun.state)) {
    const bare = new URL(address);
    answers.forEach((name) => bare.searchParams.delete(name));
    history.replaceState(history.state, "", bare); // neither the history nor the next page's referrer keeps the code
    if (!begun || begun.code || state !== begun.state || address.origin + address.pathname !== begun.redirectUri.split("?")[0]) {
      return fail("state_unknown", "This tab did not begin to connect an account, or has done so already. Begin again.");
    }
    if (iss !== begun.issuer) {
      return fail("wrong_issuer", "The answer is not from the broker that was asked.");
    }
    if (!code) {
      return fail(error ?? "bad_answer", description ?? "Nothing was connected.");
    }
    keep((begun = { ...begun, code }));
  }

  await tokgate.handleCallback();
  if (!begun?.code) {
    return null;
  }
  if (!tokgate.getAccessToken()) {
    if (begun.asked) {
      return fail("login_required", "Nobody is signed in any more. Sign in and begin again.");
    }
    keep({ ...begun, asked: true });
    await tokgate.signIn({ parameters: { prompt: "none" } });
    return null;
  }

  sessionStorage.removeItem(stored); // one try
  return (await call(tokgate, begun.issuer, "complete", {
    auth_session: begun.session,
    connect_code: begun.code,
    redirect_uri: begun.redirectUri,
    code_verifier: begun.verifier,
  })) as unknown as ConnectedAccount;
}
