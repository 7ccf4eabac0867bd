"""A sign-in by requests-oauthlib on oauthlib, told nothing of TikTok. Writes the address to open, reads the one that the browser came back to."""
import json
import sys

from oauthlib.oauth2 import OAuth2Error
from requests.auth import HTTPBasicAuth
from requests_oauthlib import OAuth2Session

base, client_id, client_secret, redirect_uri = sys.argv[1:]
client = OAuth2Session(client_id, scope=["user.info.basic", "user.info.profile"], redirect_uri=redirect_uri)
address, _ = client.authorization_url(base + "/proxy/authorize")
print(address, flush=True)

# oauthlib raises if the granted scope is not, word for word, the one that was asked for.
first = client.fetch_token(base + "/proxy/token", authorization_response=sys.stdin.readline().strip(), client_secret=client_secret)
person = client.get(base + "/proxy/userinfo").json()
second = client.refresh_token(base + "/proxy/token", refresh_token=first["refresh_token"], auth=HTTPBasicAuth(client_id, client_secret))
refused = None
try:
    client.refresh_token(base + "/proxy/token", refresh_token="rft.of-nobody", auth=HTTPBasicAuth(client_id, client_secret))
except OAuth2Error as error:
    refused = error.error
print(json.dumps({"first": first["access_token"], "second": second["access_token"], "sub": person["sub"], "refused": refused}))
