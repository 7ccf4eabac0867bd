"""TikTok's documentation in Python's requests: authorize, redeem, ask who it is. Trust is the system's."""
import os
import urllib.parse

import requests

key, secret, redirect_uri = os.environ["TIKTOK_CLIENT_KEY"], os.environ["TIKTOK_CLIENT_SECRET"], os.environ["REDIRECT_URI"]
asked = requests.get(
    "https://www.tiktok.com/v2/auth/authorize/",
    params={"client_key": key, "response_type": "code", "scope": "user.info.basic", "redirect_uri": redirect_uri, "state": "s"},
    allow_redirects=False,
    timeout=30,
)
callback = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(asked.headers["location"]).query))
token = requests.post(
    "https://open.tiktokapis.com/v2/oauth/token/",
    data={"client_key": key, "client_secret": secret, "code": callback["code"], "grant_type": "authorization_code", "redirect_uri": redirect_uri},
    timeout=30,
).json()
user = requests.get(
    "https://open.tiktokapis.com/v2/user/info/",
    params={"fields": "open_id,avatar_url,display_name"},
    headers={"Authorization": "Bearer " + token["access_token"]},
    timeout=30,
).json()["data"]["user"]
print(user["display_name"], requests.get(user["avatar_url"], timeout=30).headers["content-type"])
