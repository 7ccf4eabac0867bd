import { fail } from "./errors.js";
import { decode } from "./random.js";

declare const verified: unique symbol;

/** Claims of an ID token whose signature and meaning were checked; nothing else makes one. */
export type VerifiedClaims = Readonly<Record<string, unknown>> & { readonly sub: string; readonly [verified]: true };

export interface Expected {
  readonly issuer: string;
  readonly clientId: string;
  readonly nonce: string;
}

// Hash and curve belong to the name, and a key is only used for the name that its type allows: nothing of it is the token's to choose.
const algorithms: Record<string, { kty: string; name: string; hash: string; namedCurve?: string } | undefined> = {
  RS256: { kty: "RSA", name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" },
  ES256: { kty: "EC", name: "ECDSA", hash: "SHA-256", namedCurve: "P-256" },
};

const leeway = 60;

/**
 * OpenID Connect Core, 3.1.3.7. It came straight from the token endpoint, so by rule 6 TLS would do for the signature. It is checked all the same: whatever stands
 * between (a service worker, a company's proxy) then needs the issuer's key as well.
 */
export async function verifyIdToken(token: unknown, keys: unknown, expected: Expected, now = Date.now() / 1000): Promise<VerifiedClaims> {
  const invalid = (why: string): never => fail("id_token_invalid", `The ID token was refused: ${why}.`);
  const [head = "", payload = "", signature = "", ...rest] = String(token).split(".");
  const read = (part: string): Record<string, unknown> => JSON.parse(new TextDecoder().decode(decode(part)));
  const header = read(head);
  const algorithm = algorithms[String(header["alg"])];
  if (rest.length || !algorithm || "crit" in header) {
    return invalid("its algorithm is not RS256 or ES256, or it wants an extension");
  }
  const jwk = (keys as (JsonWebKey & { kid?: string })[]).find(
    ({ kid, kty, alg = header["alg"], use = "sig" }) => kid && kid === header["kid"] && kty === algorithm.kty && alg === header["alg"] && use === "sig",
  );
  if (!jwk) {
    return invalid("its key is not one of the issuer's");
  }
  const key = await crypto.subtle.importKey("jwk", { ...jwk, key_ops: ["verify"] }, algorithm, false, ["verify"]);
  if (!(await crypto.subtle.verify(algorithm, key, decode(signature), new TextEncoder().encode(`${head}.${payload}`)))) {
    return invalid("its signature does not hold");
  }
  const claims = read(payload);
  const { iss, sub, aud, azp, exp, iat, nonce } = claims;
  if (iss !== expected.issuer) {
    return invalid("it is another issuer's");
  }
  // A list of one reads as its only member, and a longer list as nobody's id.
  if (String(aud) !== expected.clientId || (azp ?? expected.clientId) !== expected.clientId) {
    return invalid("it is for another client");
  }
  if (!(Number(exp) > now - leeway && Number(iat) < now + leeway)) {
    return invalid("it is not valid at this time. Is this device's clock right?");
  }
  if (nonce !== expected.nonce) {
    return invalid("it belongs to another sign-in");
  }
  return typeof sub === "string" && sub ? (claims as VerifiedClaims) : invalid("it names nobody");
}
