import { createContext, createElement, useContext, useEffect, useSyncExternalStore, type ReactNode } from "react";
import type { TokgateError } from "./errors.js";
import type { State, Tokgate, User } from "./types.js";

export interface Login {
  /** Begins a sign-in and leaves the page. It does not throw: what fails is `error`. */
  login(options?: { provider?: "tiktok"; callbackUrl?: string }): Promise<void>;
  logout(options?: { callbackUrl?: string }): Promise<void>;
  /** A sign-in or sign-out is under way. */
  readonly loading: boolean;
  readonly error: TokgateError | null;
  /** Undefined until it is known. */
  readonly user: User | null | undefined;
}

const Context = createContext<Tokgate | null>(null);
const unknown: State = { user: undefined, loading: false, error: null }; // on a server
const quiet = (): void => {}; // it is in the state

/** Stands around the application, completes a sign-in that comes back, and finds out who is signed in. */
export function TokgateProvider({ tokgate, children }: { tokgate: Tokgate; children?: ReactNode }): ReactNode {
  useEffect(() => {
    tokgate.handleCallback().catch(() => null).then(async (done) => done?.user ?? (await tokgate.getUser())).catch(quiet);
  }, [tokgate]);
  return createElement(Context.Provider, { value: tokgate }, children);
}

export function useLogin(): Login {
  const tokgate = useContext(Context);
  if (!tokgate) {
    throw new Error("useLogin() needs a <TokgateProvider> around it.");
  }
  const { user, loading, error } = useSyncExternalStore(tokgate.subscribe, tokgate.getState, () => unknown);
  return {
    user,
    loading,
    error,
    login: ({ callbackUrl } = {}) => tokgate.signIn({ returnTo: callbackUrl }).catch(quiet),
    logout: ({ callbackUrl } = {}) => tokgate.signOut({ returnTo: callbackUrl }).catch(quiet),
  };
}
