"""Pushes PNG images into a run, waits until it has learned from them, has the last one segmented. Needs Python 3 and nothing else.

python3 push_and_predict.py http://127.0.0.1:30080 street out.png frames/*.png    (a key, where the silo asks for one, in PRCL_API_KEY)
"""
import hashlib, json, os, sys, time, urllib.request

silo, run, out, *files = sys.argv[1:]


def call(method, path, image=None):
    headers = {"Authorization": "Bearer " + os.environ.get("PRCL_API_KEY", "")} | ({"Content-Type": "image/png"} if image else {})
    return urllib.request.urlopen(urllib.request.Request(f"{silo}/v1/runs/{run}{path}", image, headers, method=method))


for name in files:
    image = open(name, "rb").read()
    answer = json.load(call("PUT", f"/images/{hashlib.sha256(image).hexdigest()}?domain=example", image))
    print(name, answer["outcome"], answer["message"])
while (images := json.load(call("GET", "/status"))["images"])["backlog"] + images["leased"] > 0:
    time.sleep(1)
prediction = call("POST", "/predict?output=index", image)
open(out, "wb").write(prediction.read())
print(out, "by version", prediction.headers["Prcl-Version"])
