import type { TokgateError } from "./errors.js";

/** Who is signed in, in the shape that Auth.js and Keyloom use. TikTok gives no email address, so there is none. */
export interface User {
  /** Stable: the broker's `sub`, or the application's id of the person. */
  readonly id: string;
  readonly name: string | null;
  readonly email: null;
  /** The address of the picture. It expires after some days: do not keep it. */
  readonly image: string | null;
}

/** The broker, for pages without a server of their own: a public client with PKCE. */
export interface BrokerOptions {
  /** Exactly as the broker names itself. */
  readonly issuer: string;
  readonly clientId: string;
  /** Registered at the broker; `/path` stands for this page's origin. */
  readonly redirectUri: string;
  /** `openid profile` unless said otherwise. */
  readonly scope?: string | undefined;
  /** Registered at the broker. Without it signing out ends on the broker's page. */
  readonly postLogoutRedirectUri?: string | undefined;
  /** More parameters of the authorization request: `audience`, `connection`, `ui_locales`, … */
  readonly parameters?: Readonly<Record<string, string>> | undefined;
}

/** An ASP.NET Core application's own endpoints: `app.MapTikTokLogin("/api/auth")`. */
export interface ApplicationOptions {
  /** What `MapTikTokLogin` was given. */
  readonly base: string;
}

export interface SignInOptions {
  /** Where the person shall be afterwards, on this origin; this page unless said otherwise. */
  readonly returnTo?: string | undefined;
  /** More parameters of this authorization request alone (`prompt`, `login_hint`, …). The broker only. */
  readonly parameters?: Readonly<Record<string, string>> | undefined;
}

/** Immutable: a change is a new object. */
export interface State {
  /** Undefined until it is known. */
  readonly user: User | null | undefined;
  /** A sign-in or sign-out is under way. */
  readonly loading: boolean;
  readonly error: TokgateError | null;
}

export interface Callback {
  readonly user: User;
  /** Where the person wanted to be; the address bar shows it already. */
  readonly returnTo: string;
}

export interface Tokgate {
  /** Leaves the page. It resolves only if the person comes back to the page as it was. */
  signIn(options?: SignInOptions): Promise<void>;
  /** Completes a sign-in when this page's address is an answer to one, once; null when it is none. */
  handleCallback(): Promise<Callback | null>;
  getUser(): Promise<User | null>;
  /** Ends the session and leaves the page. */
  signOut(options?: Pick<SignInOptions, "returnTo">): Promise<void>;
  /** The broker's access token for APIs of your own, while it lives. Null for an application's endpoints. Never a TikTok token. */
  getAccessToken(): string | null;
  getState(): State;
  /** Calls back after every change of the state; what it returns ends that. */
  subscribe(listener: () => void): () => void;
}

/** What a kind of server has to say for itself. */
export interface Backend {
  /** Gives the address at which a sign-in begins. */
  begin(returnTo: string, parameters: Readonly<Record<string, string>>): Promise<string>;
  /** The parameters of an answer, which only `finish` sees. */
  readonly answers: readonly string[];
  isAnswer(address: URL): boolean;
  finish(address: URL): Promise<Callback>;
  user(): Promise<User | null>;
  /** Gives where to go when the page has not been left already. */
  end(returnTo: string): Promise<string | null>;
  accessToken(): string | null;
}
