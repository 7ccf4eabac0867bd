import { applicationBackend } from "./application.js";
import { brokerBackend } from "./broker.js";
import { fail, TokgateError } from "./errors.js";
import type { ApplicationOptions, BrokerOptions, Callback, State, Tokgate } from "./types.js";

/** Path, query and fragment of an address of this origin; this page's own without one. */
function local(address = location.href): string {
  const url = new URL(address, location.href);
  return url.origin === location.origin ? (url.pathname.replace(/^\/+/, "/") + url.search + url.hash).replaceAll("\\", "%5C") : fail("not_configured", "returnTo leads to another origin.");
}

/** Resolves when the person comes back by the browser's Back to the page as it was. */
const left = (): Promise<void> =>
  new Promise((resolve) => addEventListener("pagehide", () => addEventListener("pageshow", () => resolve(), { once: true }), { once: true }));

/** Signing in and out, by the broker or by an application's own endpoints. Nothing is asked of anybody before a function is called. */
export function createTokgate(options: BrokerOptions | ApplicationOptions): Tokgate {
  const backend = "issuer" in options ? brokerBackend(options) : applicationBackend(options);
  const listeners = new Set<() => void>();
  let state: State = { user: undefined, loading: false, error: null };
  let callback: Promise<Callback | null> | undefined;

  const set = (change: Partial<State>): void => {
    state = { ...state, ...change };
    listeners.forEach((listener) => listener());
  };
  const failed = (failure: unknown): never => {
    const error = failure instanceof TokgateError ? failure : new TokgateError("bad_answer", String(failure), { cause: failure });
    set({ error });
    throw error;
  };
  const run = async <T>(action: () => Promise<T>): Promise<T> => {
    set({ loading: true, error: null });
    try {
      return await action().catch(failed);
    } finally {
      set({ loading: false });
    }
  };

  return {
    signIn: ({ returnTo, parameters = {} } = {}) =>
      run(async () => {
        location.assign(await backend.begin(local(returnTo), parameters));
        await left();
      }),

    // Once for an address: React calls effects twice while developing, and an answer is good once.
    handleCallback: () => {
      const address = new URL(location.href);
      if (!backend.isAnswer(address)) {
        return (callback ??= Promise.resolve(null));
      }
      const bare = new URL(address);
      backend.answers.forEach((name) => bare.searchParams.delete(name));
      history.replaceState(history.state, "", bare); // neither the history nor the next page's referrer keeps the code
      return (callback = run(async () => {
        const done = await backend.finish(address);
        history.replaceState(history.state, "", done.returnTo);
        set({ user: done.user });
        return done;
      }));
    },

    getUser: async () => {
      const user = await backend.user().catch(failed);
      if (JSON.stringify(user) !== JSON.stringify(state.user)) {
        set({ user });
      }
      return user;
    },

    signOut: ({ returnTo = "/" } = {}) =>
      run(async () => {
        const address = await backend.end(local(returnTo));
        set({ user: null });
        if (address !== null) {
          location.assign(local(address));
        }
        await left();
      }),

    getAccessToken: () => backend.accessToken(),
    getState: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
