using System.Text.Json;
using System.Text.Json.Serialization;
using Prcl.Contracts;
using Prcl.Silo.Hosting;

namespace Prcl.Silo.Http.Keys;

/// <summary>The file of a silo's API keys, which only its owner may read and write. It holds hashes, no keys.</summary>
/// <param name="path">Where it is; it may not exist yet.</param>
internal sealed class KeyFile(string path)
{
    private const string Format = "prcl.api-keys";
    private const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode ForOthers = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Where it is.</summary>
    public string Path => path;

    /// <summary>What tells whether it was changed; null when it isn't there.</summary>
    public (DateTime WrittenUtc, long Bytes)? Stamp => new FileInfo(path) is { Exists: true } file ? (file.LastWriteTimeUtc, file.Length) : null;

    /// <summary>The keys, by name; none when there is no file.</summary>
    /// <exception cref="HostException">It can't be read, is damaged or of another version, or others may write to it.</exception>
    public ApiKey[] Read()
    {
        try
        {
            if (!File.Exists(path))
            {
                return [];
            }

            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ForOthers) != 0)
            {
                throw new HostException($"api-keys: others may write to '{path}', and so let themselves in; \"chmod 600\" closes it.");
            }

            var document = JsonSerializer.Deserialize<Document>(File.ReadAllBytes(path), Form);
            return document is { Format: Format, Version: 1 } && document.Keys.All(k => k is not null && IsSound(k)) && document.Keys.DistinctBy(k => k.Name).Count() == document.Keys.Length
                ? [.. document.Keys.OrderBy(k => k.Name, StringComparer.Ordinal)]
                : throw new HostException($"api-keys: '{path}' is no list of keys of this version ({Format} 1), with a name, scopes and a SHA-256 for each.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new HostException($"api-keys: '{path}' can't be read: {failure.Message}", failure);
        }
    }

    /// <summary>Replaces the keys, in one piece: a silo that reads meanwhile sees the old ones or the new ones.</summary>
    /// <exception cref="HostException">It can't be written.</exception>
    public void Write(IEnumerable<ApiKey> keys)
    {
        var temporary = $"{path}.{Environment.ProcessId}.new";
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = Own;
            }

            using (var file = new FileStream(temporary, options))
            {
                JsonSerializer.Serialize(file, new Document(Format, 1, [.. keys.OrderBy(k => k.Name, StringComparer.Ordinal)]), Form);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new HostException($"api-keys: '{path}' can't be written: {failure.Message}", failure);
        }
    }

    private static bool IsSound(ApiKey key) =>
        PrclNames.IsName(key.Name) && key.Scopes.Length > 0 && key.Sha256.Length == 64 && key.Sha256.All(c => char.IsAsciiDigit(c) || c is >= 'a' and <= 'f');

    private sealed record Document(string Format, int Version, ApiKey[] Keys);
}
