import { defineConfig } from "vite";

// The package is linked from this repository, so its React is to be this one. With npm install there is only one.
export default defineConfig({ resolve: { dedupe: ["react"] } });
