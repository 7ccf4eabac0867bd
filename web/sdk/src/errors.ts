/** What went wrong. `code` is OAuth's word where OAuth has one (`access_denied`, `login_required`, …), else one of {@link OwnCode}. */
export class TokgateError extends Error {
  override readonly name = "TokgateError";
  readonly code: string;
  /** TikTok's id of the failed request, or the broker's reference: what support asks for. */
  readonly logId: string | undefined;
  /** The page that explains the error to whoever runs the application; undefined where OAuth's word says it all. */
  readonly docs: string | undefined;

  constructor(code: string, description: string, more: { logId?: string | undefined; errorId?: string | undefined; cause?: unknown } = {}) {
    super(description, { cause: more.cause });
    this.code = code;
    this.logId = more.logId;
    this.docs = more.errorId && `docs/errors/${more.errorId}.md`;
  }

  /** A sentence for a page; it may stand in English. */
  get description(): string {
    return this.message;
  }
}

/** Our own codes, beside OAuth's. */
export type OwnCode = "not_configured" | "unreachable" | "bad_answer" | "state_unknown" | "wrong_issuer" | "id_token_invalid";

export const fail = (code: OwnCode, description: string, cause?: unknown): never => {
  throw new TokgateError(code, description, { cause });
};

/** An OAuth error as it stands in a callback or a token answer. The broker writes its ids into the description. */
export const refused = (code: string, description: string): TokgateError =>
  new TokgateError(code, description || code, {
    errorId: /\bTTK\d{4}\b/.exec(description)?.[0],
    logId: /(?:log_id|Reference)[:= ]+([\w-]+)/i.exec(description)?.[1],
  });

/** JSON of an address, or an error that says which address and what to look at. No cookie and no referrer goes along. */
export async function load(url: string, init: RequestInit = {}): Promise<{ ok: boolean; body: Record<string, unknown> }> {
  const answer = await fetch(url, { credentials: "omit", referrerPolicy: "no-referrer", redirect: "error", ...init }).catch((cause: unknown) =>
    fail("unreachable", `${url} could not be asked. Is it reachable from this page, and does the page's Content-Security-Policy (connect-src) allow it?`, cause),
  );
  const body: unknown = await answer.json().catch((cause: unknown) => fail("bad_answer", `${url} answered ${answer.status} without JSON.`, cause));
  return { ok: answer.ok, body: (body ?? {}) as Record<string, unknown> };
}
