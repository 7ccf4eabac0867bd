export const encode = (bytes: ArrayBuffer | Uint8Array): string =>
  btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

export const decode = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));

/** 256 bits. */
export const random = (): string => encode(crypto.getRandomValues(new Uint8Array(32)));

/** RFC 7636, 4.2: S256. */
export const challengeOf = async (verifier: string): Promise<string> => encode(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier)));
