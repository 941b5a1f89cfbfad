using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Prcl.Learning.Randomness;
using Prcl.Learning.Safetensors;
using TorchSharp;
using Xunit;

namespace Prcl.Unit.Learning.Safetensors;

public sealed partial class SafetensorsFuzzTests
{
    private const int Files = 20_000;
    private static readonly Dictionary<string, int> Widths = new()
    {
        ["BOOL"] = 1,
        ["U8"] = 1,
        ["I8"] = 1,
        ["I16"] = 2,
        ["F16"] = 2,
        ["BF16"] = 2,
        ["I32"] = 4,
        ["F32"] = 4,
        ["I64"] = 8,
        ["F64"] = 8,
    };

    private static readonly string[] Numbers = ["0", "1", "2", "4", "8", "-1", "1.0", "1e3", "2147483648", "4294967296", "9223372036854775807", "18446744073709551615", "99999999999999999999999"];
    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ",", ":", "\"", "\"F32\"", "\"U8\"", "\"F64\"", "\"Q7\"", "null", "true", "\"x\":1,", "\"a\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]},",
        "\"__metadata__\":{},", "\\ud800", "\\u0000", "\u00e9", "/*", "[[[[[[[[", "{\"a\":{\"a\":{\"a\":{\"a\":", "   ",
    ];

    [Fact]
    public void A_mutated_file_is_read_rightly_or_refused_and_nothing_else()
    {
        var original = Original();
        var random = RandomKey.FromSeed(20240217).ToRandom();
        var accepted = 0;

        for (var i = 0; i < Files; i++)
        {
            var bytes = Mutate(original, random);
            try
            {
                accepted += ReadsRightly(bytes) ? 1 : 0;
            }
            catch (Exception e)
            {
                Assert.Fail($"Mutation {i}: {e}\n{Convert.ToHexString(bytes)}");
            }
        }

        Assert.InRange(accepted, Files / 100, Files * 3 / 4); // otherwise the mutations try nothing
    }

    private static byte[] Original()
    {
        using var scope = torch.NewDisposeScope();
        using MemoryStream stream = new();
        SafetensorsWriter.Write(
            stream,
            new Dictionary<string, torch.Tensor>
            {
                ["conv.weight"] = torch.arange(12, torch.ScalarType.Float32).view(2, 3, 2),
                ["conv.bias"] = torch.ones(2, torch.ScalarType.Float64),
                ["half"] = torch.ones(3, torch.ScalarType.Float16),
                ["count"] = torch.tensor(5L),
                ["nothing"] = torch.empty(0, 4),
                ["mask"] = torch.ones(4, torch.ScalarType.Bool),
            },
            new Dictionary<string, string> { ["format"] = "pt", ["input_mean"] = "0.5,0.5,0.5" });
        return stream.ToArray();
    }

    private static byte[] Mutate(byte[] original, KeyedRandom random)
    {
        var bytes = original.ToArray();
        for (var times = 1 + random.Next(2); times > 0; times--)
        {
            bytes = random.Next(7) switch
            {
                0 => FlipBytes(bytes, random),
                1 => bytes[..random.Next(bytes.Length + 1)],
                2 => [.. bytes, .. new byte[random.Next(1, 9)]],
                3 => EditLength(bytes, random),
                4 => EditHeader(bytes, header => EditNumber(header, random)),
                5 => EditHeader(bytes, header => EditTensor(header, random)),
                _ => EditHeader(bytes, header => EditText(header, random)),
            };
        }

        return bytes;
    }

    private static byte[] FlipBytes(byte[] bytes, KeyedRandom random)
    {
        for (var flips = 1 + random.Next(4); flips > 0 && bytes.Length > 0; flips--)
        {
            bytes[random.Next(bytes.Length)] ^= (byte)(1 + random.Next(255));
        }

        return bytes;
    }

    private static byte[] EditLength(byte[] bytes, KeyedRandom random)
    {
        if (bytes.Length < 8)
        {
            return bytes;
        }

        ulong[] lengths = [0, 1, 100_000_000, 100_000_001, int.MaxValue, uint.MaxValue, long.MaxValue, 1UL << 63, ulong.MaxValue, (ulong)random.Next(bytes.Length + 10)];
        return [.. Handmade.Prefix(lengths[random.Next(lengths.Length)]), .. bytes.AsSpan(8)];
    }

    // Keeps the length before the header right, so that the mutation reaches the checks behind it.
    private static byte[] EditHeader(byte[] bytes, Func<string, string> edit)
    {
        if (bytes.Length < 8 || BitConverter.ToUInt64(bytes) is var length && length > (ulong)bytes.Length - 8)
        {
            return bytes;
        }

        return Handmade.File(edit(Encoding.UTF8.GetString(bytes, 8, (int)length)), bytes[(8 + (int)length)..]);
    }

    private static string EditNumber(string header, KeyedRandom random)
    {
        var numbers = NumberPattern().Matches(header);
        if (numbers.Count == 0)
        {
            return header;
        }

        var chosen = numbers[random.Next(numbers.Count)];
        var near = long.TryParse(chosen.Value, out var value) ? (value + random.Next(-8, 9)).ToString(CultureInfo.InvariantCulture) : "7";
        return header[..chosen.Index] + (random.Next(2) == 0 ? near : Numbers[random.Next(Numbers.Length)]) + header[(chosen.Index + chosen.Length)..];
    }

    // Keeps offsets and size in agreement, so that only the comparison with the other tensors and the data can tell.
    private static string EditTensor(string header, KeyedRandom random)
    {
        var tensors = TensorPattern().Matches(header);
        if (tensors.Count == 0)
        {
            return header;
        }

        var chosen = tensors[random.Next(tensors.Count)];
        var other = tensors[random.Next(tensors.Count)];
        var (begin, end) = (long.Parse(chosen.Groups["begin"].ValueSpan), long.Parse(chosen.Groups["end"].ValueSpan));
        var shift = random.Next(3) == 0 ? random.NextInt64(1L << 40) : random.Next(-16, 17);
        var edited = random.Next(5) switch
        {
            0 => chosen.Value.Replace($"[{begin},{end}]", $"[{begin + shift},{end + shift}]", StringComparison.Ordinal),
            1 => chosen.Value.Replace($"[{begin},{end}]", $"[{other.Groups["begin"].Value},{other.Groups["end"].Value}]", StringComparison.Ordinal),
            2 => chosen.Value.Replace(chosen.Groups["name"].Value, other.Groups["name"].Value, StringComparison.Ordinal),
            3 => chosen.Value + "," + chosen.Value.Replace(chosen.Groups["name"].Value, "another", StringComparison.Ordinal),
            _ => "",
        };
        return (header[..chosen.Index] + edited + header[(chosen.Index + chosen.Length)..]).Replace(",,", ",", StringComparison.Ordinal).Replace(",}", "}", StringComparison.Ordinal);
    }

    private static string EditText(string header, KeyedRandom random)
    {
        var (at, length) = (random.Next(header.Length + 1), random.Next(12));
        var end = Math.Min(at + length, header.Length);
        return random.Next(3) switch
        {
            0 => header[..at] + header[end..],
            1 => header[..at] + header[at..end] + header[at..],
            _ => header[..at] + Pieces[random.Next(Pieces.Length)] + header[(random.Next(2) == 0 ? at : end)..],
        };
    }

    /// <summary>False when all three ways of reading refuse; an assertion fails when they disagree or a read is wrong.</summary>
    private static bool ReadsRightly(byte[] bytes)
    {
        var files = new[] { TryRead(() => SafetensorsFile.Parse(bytes)), TryRead(() => SafetensorsFile.Read(new MemoryStream(bytes))), TryRead(() => SafetensorsFile.Read(new UnseekableStream(bytes, 64))) };
        if (files.All(file => file is null))
        {
            return false;
        }

        foreach (var file in files)
        {
            Assert.NotNull(file);
            AssertMatchesNaiveReading(bytes, file);
        }

        return true;
    }

    private static SafetensorsFile? TryRead(Func<SafetensorsFile> read)
    {
        try
        {
            return read();
        }
        catch (SafetensorsException)
        {
            return null;
        }
    }

    private static void AssertMatchesNaiveReading(byte[] bytes, SafetensorsFile file)
    {
        var headerLength = (int)BitConverter.ToUInt64(bytes);
        using var header = JsonDocument.Parse(bytes.AsMemory(8, headerLength));
        var claims = new int[bytes.Length - 8 - headerLength];
        var tensors = 0;
        foreach (var member in header.RootElement.EnumerateObject())
        {
            if (member.Name == "__metadata__")
            {
                Assert.Equal(member.Value.EnumerateObject().ToDictionary(pair => pair.Name, pair => pair.Value.GetString()!), file.Metadata);
                continue;
            }

            tensors++;
            var entry = file.Tensors[member.Name];
            var shape = member.Value.GetProperty("shape").EnumerateArray().Select(number => number.GetInt64()).ToArray();
            var offsets = member.Value.GetProperty("data_offsets").EnumerateArray().Select(number => number.GetInt32()).ToArray();
            Assert.Equal(shape, entry.Shape);
            Assert.Equal(shape.Aggregate(1L, (product, size) => product * size) * Widths[member.Value.GetProperty("dtype").GetString()!], offsets[1] - offsets[0]);
            Assert.True(entry.Data.Span.SequenceEqual(bytes.AsSpan()[(8 + headerLength + offsets[0])..(8 + headerLength + offsets[1])]));
            for (var i = offsets[0]; i < offsets[1]; i++)
            {
                claims[i]++;
            }

            if (entry.DType != SafetensorsType.Bool)
            {
                using var tensor = entry.ToTensor();
                Assert.Equal(shape, tensor.shape);
            }
        }

        Assert.Equal(tensors, file.Tensors.Count);
        Assert.All(claims, claim => Assert.Equal(1, claim));
    }

    [GeneratedRegex("""\"(?<name>[^"]+)":\{"dtype":"[^"]*","shape":\[[0-9,]*\],"data_offsets":\[(?<begin>[0-9]{1,15}),(?<end>[0-9]{1,15})\]\}""")]
    private static partial Regex TensorPattern();

    [GeneratedRegex("[0-9]+")]
    private static partial Regex NumberPattern();
}
