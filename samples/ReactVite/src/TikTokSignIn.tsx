import { useLogin } from "@tokgate/browser/react";

export function TikTokSignIn() {
  const { login, logout, loading, error, user } = useLogin();

  const handleTikTokLogin = async () => {
    await login({
      provider: "tiktok",
      callbackUrl: "/dashboard",
    });
  };

  if (user) {
    return (
      <main>
        <p data-testid="signed-in-as">Signed in as {user.name}</p>
        <button data-testid="sign-out" onClick={() => logout()}>Sign out</button>
      </main>
    );
  }
  return (
    <main>
      <button data-testid="continue-with-tiktok" onClick={handleTikTokLogin} disabled={loading}>
        {loading ? "Connecting..." : "Sign in with TikTok"}
      </button>
      {error && <p data-testid="error" role="alert">{error.description}</p>}
    </main>
  );
}
