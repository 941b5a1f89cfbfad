#!/usr/bin/env python3
"""Predicts with a file of `prcl export`, on plain PyTorch (1.13 or newer), NumPy and Pillow: predict_with_pytorch.py street.safetensors photo.png photo.index.png"""
import json, math, struct, sys
import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image, ImageOps


def read(path):
    """The metadata and the tensors of float32 of a safetensors file."""
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        data = file.read()
    metadata = header.pop("__metadata__")
    tensors = {name: torch.from_numpy(np.frombuffer(data, "<f4", (t["data_offsets"][1] - t["data_offsets"][0]) // 4, t["data_offsets"][0]).copy()).reshape(t["shape"])
               for name, t in header.items() if t["dtype"] == "F32"}
    return metadata, tensors


class Network:
    """The network that predicts: DeepLabV3+ over a dilated ResNet or MobileNetV2. Strides beyond the output stride become dilations."""

    def __init__(self, metadata, tensors):
        self.shape = json.loads(metadata["architecture"])
        self.weights = {name[len("teacher."):]: t for name, t in tensors.items() if name.startswith("teacher.")}
        self.mean, self.std = (torch.tensor([float(x) for x in metadata[key].split(",")]).view(1, 3, 1, 1) for key in ("input_mean", "input_std"))

    def plan(self, stride):
        """Stride and dilation of the backbone's next 3×3 convolution."""
        if stride == 1 or self.stride < self.shape["output_stride"]:
            self.stride *= stride
            return stride, self.dilation
        before, self.dilation = self.dilation, self.dilation * stride
        return 1, before

    def conv(self, x, name, stride=1, dilation=1):
        w = self.weights[name + ".weight"]
        depthwise = w.shape[1] == 1 and w.shape[2] > 1
        return F.conv2d(x, w, self.weights.get(name + ".bias"), stride, dilation * (w.shape[2] // 2), dilation, w.shape[0] if depthwise else 1)

    def norm(self, x, name):
        return F.batch_norm(x, *(self.weights[f"{name}.{part}"] for part in ("running_mean", "running_var", "weight", "bias")))

    def block(self, x, name, dilation=1):
        """Convolution (or depthwise and pointwise), batch norm, ReLU."""
        x = self.conv(x, name + ".0", 1, dilation) if name + ".0.weight" in self.weights else self.conv(self.conv(x, name + ".0.0", 1, dilation), name + ".0.1")
        return F.relu(self.norm(x, name + ".1"))

    def resnet(self, x):
        stride, _ = self.plan(2)
        x = F.relu(self.norm(self.conv(x, "backbone.conv1", stride), "backbone.bn1"))
        self.plan(2)
        x, maps = F.max_pool2d(x, 3, 2, 1), []
        for stage in (1, 2, 3, 4):
            i = 0
            while f"backbone.layer{stage}.{i}.conv1.weight" in self.weights:
                name = f"backbone.layer{stage}.{i}."
                stride, dilation = self.plan(2 if stage > 1 and i == 0 else 1)
                if name + "conv3.weight" in self.weights:
                    y = F.relu(self.norm(self.conv(x, name + "conv1"), name + "bn1"))
                    y = F.relu(self.norm(self.conv(y, name + "conv2", stride, dilation), name + "bn2"))
                    y = self.norm(self.conv(y, name + "conv3"), name + "bn3")
                else:
                    y = F.relu(self.norm(self.conv(x, name + "conv1", stride, dilation), name + "bn1"))
                    y = self.norm(self.conv(y, name + "conv2", 1, self.plan(1)[1]), name + "bn2")
                if name + "downsample.0.weight" in self.weights:
                    x = self.norm(self.conv(x, name + "downsample.0", stride), name + "downsample.1")
                x, i = F.relu(x + y), i + 1
            maps.append(x)
        return maps[0], maps[3]

    def mobilenetv2(self, x):
        bounded = lambda x, name, stride=1, dilation=1: F.relu6(self.norm(self.conv(x, name + ".0", stride, dilation), name + ".1"))
        x = bounded(x, "backbone.features.0", self.plan(2)[0])
        for i in range(1, 18):
            name, first = f"backbone.features.{i}.conv.", i == 1
            stride = 2 if i in (2, 4, 7, 14) else 1
            y = x if first else bounded(x, name + "0")
            y = bounded(y, name + ("0" if first else "1"), *self.plan(stride))
            y = self.norm(self.conv(y, name + ("1" if first else "2")), name + ("2" if first else "3"))
            x = x + y if stride == 1 and x.shape[1] == y.shape[1] else y
            low = x if i == 3 else None if i < 3 else low
        return low, x

    def logits(self, image):
        """Of images in [0, 1], [N, 3, H, W], at their size."""
        self.stride = self.dilation = 1
        low, high = (self.mobilenetv2 if self.shape["backbone"] == "mobilenetv2" else self.resnet)((image - self.mean) / self.std)
        pyramid = [self.block(high, "aspp.convs.0")] + [self.block(high, f"aspp.convs.{i + 1}", rate) for i, rate in enumerate(self.shape["aspp_rates"])]
        whole = F.relu(self.norm(self.conv(high.mean((2, 3), keepdim=True), "aspp.pooling.conv"), "aspp.pooling.bn"))
        pyramid = self.block(torch.cat(pyramid + [whole.expand(-1, -1, *high.shape[2:])], 1), "aspp.project")
        skip = self.block(low, "skip")
        features = torch.cat([skip, F.interpolate(pyramid, skip.shape[2:], mode="bilinear", align_corners=True)], 1)
        return F.interpolate(self.conv(self.block(features, "classifier"), "classifier.3"), image.shape[2:], mode="bilinear", align_corners=True)


def predict(metadata, network, picture):
    """The class of each pixel of a Pillow image, as prcl predict has it."""
    pixels = torch.from_numpy(np.array(ImageOps.exif_transpose(picture).convert("RGB"))).permute(2, 0, 1)[None].float()
    height, width = pixels.shape[2:]
    frame = json.loads(metadata["frame"])
    scale = frame["longer_side"] / max(width, height) if frame["longer_side"] else None
    side = lambda n: max(frame["least_side"], math.floor((n * scale - 1) / frame["step"] + 0.5) * frame["step"] + 1) if scale else n
    seen = F.interpolate(pixels, (side(height), side(width)), mode="bilinear", align_corners=False, antialias=True) if scale else pixels
    logits = network.logits((seen + 0.5).floor().clamp(0, 255) / 255)
    return F.interpolate(logits, (height, width), mode="bilinear", align_corners=False)[0].argmax(0)


if __name__ == "__main__":
    metadata, tensors = read(sys.argv[1])
    with torch.no_grad():
        network = Network(metadata, tensors)
        for source, target in zip(sys.argv[2::2], sys.argv[3::2]):
            ids = predict(metadata, network, Image.open(source)).numpy()
            Image.fromarray(ids.astype(np.uint8 if network.shape["classes"] <= 256 else np.uint16)).save(target)
