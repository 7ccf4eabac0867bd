export { TokgateError, type OwnCode } from "./errors.js";
export { createTokgate } from "./tokgate.js";
export type { ApplicationOptions, BrokerOptions, Callback, SignInOptions, State, Tokgate, User } from "./types.js";
