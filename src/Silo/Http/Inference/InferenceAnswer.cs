using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Prcl.Contracts.Predictors;
using Prcl.Images.Files;

namespace Prcl.Silo.Http.Inference;

/// <summary>An answer of the protocol: JSON, with tensors in it or, for who wants that, behind it.</summary>
/// <param name="run">The model's name.</param>
/// <param name="classes">K.</param>
/// <param name="request">What was asked.</param>
/// <param name="prediction">What was predicted, with the pictures that outputs need.</param>
internal sealed class InferenceAnswer(string run, int classes, InferenceRequest request, Prediction prediction) : IResult
{
    private const string Octets = "application/octet-stream";

    /// <summary>The pictures that outputs are made of.</summary>
    public static PredictionPictures Pictures(InferenceRequest request) => request.Outputs.Aggregate(
        PredictionPictures.None, (all, o) => all | (o.Name == InferenceNames.Index ? PredictionPictures.Index : PredictionPictures.Uncertainty));

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (json, tensors) = (new MemoryStream(), new List<byte[]>());
        await using (var writer = new Utf8JsonWriter(json))
        {
            Write(writer, tensors);
        }

        var response = httpContext.Response;
        response.ContentType = tensors.Count > 0 ? Octets : "application/json";
        response.ContentLength = json.Length + tensors.Sum(t => (long)t.Length);
        if (tensors.Count > 0)
        {
            response.Headers[InferenceNames.HeaderLength] = json.Length.ToString(CultureInfo.InvariantCulture);
        }

        await response.Body.WriteAsync(json.GetBuffer().AsMemory(0, (int)json.Length), httpContext.RequestAborted);
        foreach (var tensor in tensors)
        {
            await response.Body.WriteAsync(tensor, httpContext.RequestAborted);
        }
    }

    private void Write(Utf8JsonWriter writer, List<byte[]> tensors)
    {
        writer.WriteStartObject();
        writer.WriteString("model_name", run);
        writer.WriteString("model_version", prediction.Version.ToString(CultureInfo.InvariantCulture));
        if (request.Id is { } id)
        {
            writer.WriteString("id", id);
        }

        writer.WriteStartArray("outputs");
        foreach (var (name, isBinary) in request.Outputs)
        {
            Write(writer, tensors, name, isBinary);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private void Write(Utf8JsonWriter writer, List<byte[]> tensors, string name, bool isBinary)
    {
        var isIndex = name == InferenceNames.Index;
        var values = Values(isIndex ? prediction.IndexPng! : prediction.UncertaintyValuesPng!);
        writer.WriteStartObject();
        writer.WriteString("name", name);
        writer.WriteString("datatype", isIndex ? InferenceNames.IndexType(classes) : "FP32");
        writer.WriteStartArray("shape");
        foreach (var side in (int[])[1, prediction.Height, prediction.Width])
        {
            writer.WriteNumberValue(side);
        }

        writer.WriteEndArray();
        if (isBinary)
        {
            tensors.Add(isIndex ? IndexBytes(values) : FloatBytes(values));
            writer.WriteStartObject("parameters");
            writer.WriteNumber("binary_data_size", tensors[^1].Length);
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteStartArray("data");
            Array.ForEach(values, v =>
            {
                if (isIndex)
                {
                    writer.WriteNumberValue(v);
                }
                else
                {
                    writer.WriteNumberValue(Share(v));
                }
            });
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static ushort[] Values(byte[] png) => LabelPng.Read(png, ImageLimits.Default).Labels!.Ids;

    private static float Share(ushort value) => value / (float)ushort.MaxValue;

    private byte[] IndexBytes(ushort[] values)
    {
        if (InferenceNames.IndexType(classes) == "UINT8")
        {
            return Array.ConvertAll(values, v => (byte)v);
        }

        var bytes = new byte[sizeof(short) * values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(sizeof(short) * i), (short)values[i]);
        }

        return bytes;
    }

    private static byte[] FloatBytes(ushort[] values)
    {
        var bytes = new byte[sizeof(float) * values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(sizeof(float) * i), Share(values[i]));
        }

        return bytes;
    }
}
