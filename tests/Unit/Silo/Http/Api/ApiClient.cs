using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Prcl.Unit.Silo.Http.Api;

/// <summary>Asks an API, and reads what it answers.</summary>
internal static class ApiClient
{
    /// <summary>An answer.</summary>
    /// <param name="Status">The status.</param>
    /// <param name="Bytes">The body.</param>
    /// <param name="Headers">Its headers.</param>
    /// <param name="Content">The body's headers.</param>
    internal sealed record Answer(int Status, byte[] Bytes, HttpResponseHeaders Headers, HttpContentHeaders Content)
    {
        /// <summary>The body as JSON.</summary>
        public JsonElement Json => JsonDocument.Parse(Bytes).RootElement;

        /// <summary>The entity tag.</summary>
        public string? Tag => Headers.ETag?.ToString();

        /// <summary>The last part of the problem's type.</summary>
        public string? Problem => Content.ContentType?.MediaType == "application/problem+json" ? Json.GetProperty("type").GetString()!.Split(':')[^1] : null;

        /// <summary>The body as text.</summary>
        public override string ToString() => $"{Status} {Encoding.UTF8.GetString(Bytes)}";
    }

    /// <summary>GET.</summary>
    public static Task<Answer> Get(this HttpClient http, string path, params (string Name, string Value)[] headers) => Send(http, HttpMethod.Get, path, null, headers);

    /// <summary>GET of JSON that must succeed.</summary>
    public static async Task<JsonElement> Json(this HttpClient http, string path)
    {
        var answer = await http.Get(path);
        Assert.True(answer.Status == (int)HttpStatusCode.OK, $"{path}: {answer}");
        return answer.Json;
    }

    /// <summary>A request with a JSON body.</summary>
    public static Task<Answer> SendJson(this HttpClient http, HttpMethod method, string path, string json, params (string Name, string Value)[] headers) =>
        Send(http, method, path, new StringContent(json, Encoding.UTF8, "application/json"), headers);

    /// <summary>A request with a file as its body.</summary>
    public static Task<Answer> SendFile(this HttpClient http, HttpMethod method, string path, byte[] file, string type = "image/png", params (string Name, string Value)[] headers) =>
        Send(http, method, path, new ByteArrayContent(file) { Headers = { ContentType = MediaTypeHeaderValue.Parse(type) } }, headers);

    /// <summary>A form of files and fields.</summary>
    public static MultipartFormDataContent Form(params (string Part, string? File, byte[] Content)[] parts)
    {
        var form = new MultipartFormDataContent();
        foreach (var (part, file, content) in parts)
        {
            var bytes = new ByteArrayContent(content);
            if (file is null)
            {
                form.Add(bytes, part);
            }
            else
            {
                form.Add(bytes, part, file);
            }
        }

        return form;
    }

    /// <summary>Any request.</summary>
    public static async Task<Answer> Send(this HttpClient http, HttpMethod method, string path, HttpContent? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return new Answer((int)answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken), answer.Headers, answer.Content.Headers);
    }
}
