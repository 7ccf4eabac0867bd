"""A sign-in by Authlib, told nothing of TikTok. Writes the address to open, reads the one that the browser came back to."""
import json
import sys

from authlib.common.security import generate_token
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.requests_client import OAuth2Session

base, client_id, client_secret, redirect_uri = sys.argv[1:]
client = OAuth2Session(client_id, client_secret, scope="user.info.basic user.info.profile", redirect_uri=redirect_uri, code_challenge_method="S256")
verifier = generate_token(64)
address, state = client.create_authorization_url(base + "/proxy/authorize", code_verifier=verifier)
print(address, flush=True)

first = client.fetch_token(base + "/proxy/token", authorization_response=sys.stdin.readline().strip(), code_verifier=verifier, state=state)
person = client.get(base + "/proxy/userinfo").json()
second = client.refresh_token(base + "/proxy/token", refresh_token=first["refresh_token"])
refused = None
try:
    client.refresh_token(base + "/proxy/token", refresh_token="rft.of-nobody")
except OAuthError as error:
    refused = error.error
print(json.dumps({"first": first["access_token"], "second": second["access_token"], "sub": person["sub"], "refused": refused}))
