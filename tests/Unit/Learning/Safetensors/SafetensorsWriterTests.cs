using System.Text;
using System.Text.Json;
using Prcl.Learning.Safetensors;
using TorchSharp;
using Xunit;

namespace Prcl.Unit.Learning.Safetensors;

public sealed class SafetensorsWriterTests
{
    [Fact]
    public void Every_type_comes_back_bit_for_bit()
    {
        using var scope = torch.NewDisposeScope();
        torch.ScalarType[] types =
        [
            torch.ScalarType.Bool, torch.ScalarType.Byte, torch.ScalarType.Int8, torch.ScalarType.Int16, torch.ScalarType.Int32,
            torch.ScalarType.Int64, torch.ScalarType.Float16, torch.ScalarType.BFloat16, torch.ScalarType.Float32, torch.ScalarType.Float64,
        ];
        var tensors = types.ToDictionary(type => $"{type}", type => torch.tensor(new float[] { 0, 1, 0, 1, 1, 1 }).view(2, 3).to(type));
        tensors["scalar"] = torch.tensor(-0.0);
        tensors["empty"] = torch.empty(3, 0, 2);
        tensors["not finite"] = torch.tensor([float.NaN, float.NegativeInfinity, float.Epsilon]);

        var file = SafetensorsFile.Parse(Write(tensors));

        Assert.Equal(tensors.Keys.Order(StringComparer.Ordinal), file.Tensors.Keys.Order(StringComparer.Ordinal));
        foreach (var (name, tensor) in tensors)
        {
            var back = file.ToTensor(name);
            Assert.Equal(tensor.dtype, back.dtype);
            Assert.Equal(tensor.shape, back.shape);
            Assert.Equal(BytesOf(tensor), BytesOf(back));
        }
    }

    [Fact]
    public void Equal_content_gives_equal_bytes_in_whatever_order_it_came()
    {
        using var scope = torch.NewDisposeScope();
        var (a, b, c) = (torch.ones(3), torch.zeros(2, 2), torch.arange(5));

        var one = Write([new("b", b), new("a", a), new("C", c)], new Dictionary<string, string> { ["x"] = "1", ["y"] = "2" });
        var other = Write([new("C", c), new("a", a), new("b", b)], new Dictionary<string, string> { ["y"] = "2", ["x"] = "1" });

        Assert.Equal(one, other);
    }

    [Fact]
    public void The_header_is_sorted_and_padded_and_every_tensor_is_aligned_to_its_width()
    {
        using var scope = torch.NewDisposeScope();
        var bytes = Write([new("a", torch.ones(3, torch.ScalarType.Byte)), new("b", torch.ones(1, torch.ScalarType.Float64)), new("c", torch.ones(3, torch.ScalarType.Float16))]);

        var headerLength = BitConverter.ToInt32(bytes);
        using var header = JsonDocument.Parse(bytes.AsMemory(8, headerLength));

        Assert.Equal(0, headerLength % 8);
        Assert.Equal(["a", "b", "c"], header.RootElement.EnumerateObject().Select(member => member.Name));
        Assert.Equal([14, 0, 8], header.RootElement.EnumerateObject().Select(member => member.Value.GetProperty("data_offsets")[0].GetInt32()));
    }

    [Fact]
    public void A_view_is_written_as_its_values()
    {
        using var scope = torch.NewDisposeScope();
        var transposed = torch.arange(6, torch.ScalarType.Float32).view(2, 3).t();
        var parameter = torch.nn.Parameter(torch.ones(2));

        var file = SafetensorsFile.Parse(Write([new("t", transposed), new("p", parameter)]));

        Assert.Equal([0, 3, 1, 4, 2, 5], file.ToTensor("t").data<float>().ToArray());
        Assert.Equal([3, 2], file.ToTensor("t").shape);
        Assert.Equal([1, 1], file.ToTensor("p").data<float>().ToArray());
    }

    [Fact]
    public void Names_and_metadata_may_hold_any_Unicode()
    {
        using var scope = torch.NewDisposeScope();
        const string odd = "ü \"\\\n\0 😀";

        var file = SafetensorsFile.Parse(Write([new(odd, torch.ones(1))], new Dictionary<string, string> { [odd] = odd }));

        Assert.Equal(odd, Assert.Single(file.Tensors).Key);
        Assert.Equal(odd, file.Metadata[odd]);
    }

    [Fact]
    public void What_cannot_be_stored_is_refused_by_name_before_the_first_byte()
    {
        using var scope = torch.NewDisposeScope();
        var one = torch.ones(1);
        (KeyValuePair<string, torch.Tensor>[] Tensors, string Rule)[] cases =
        [
            ([new("a", one), new("a", one)], "'a' twice"),
            ([new("__metadata__", one)], "'__metadata__' has the name that the format keeps"),
            ([new("c", torch.ones(1, torch.ScalarType.ComplexFloat32))], "'c' is ComplexFloat32"),
            ([new("s", torch.ones(2, 2).to_sparse())], "'s' is sparse"),
            ([new("big", torch.empty([1], torch.ScalarType.Byte).expand(1L << 31))], "'big' holds 2147483648 bytes"),
            ([new("\ud800", one)], "half a surrogate pair"),
        ];

        foreach (var (tensors, rule) in cases)
        {
            using MemoryStream stream = new();
            var error = Assert.Throws<SafetensorsException>(() => SafetensorsWriter.Write(stream, tensors));
            Assert.Contains(rule, error.Message, StringComparison.Ordinal);
            Assert.Equal(0, stream.Length);
        }
    }

    [Fact]
    public void No_tensors_make_a_small_valid_file()
    {
        var bytes = Write([]);

        Assert.Equal("{}      ", Encoding.UTF8.GetString(bytes.AsSpan(8)));
        Assert.Empty(SafetensorsFile.Parse(bytes).Tensors);
    }

    private static byte[] Write(IEnumerable<KeyValuePair<string, torch.Tensor>> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        using MemoryStream stream = new();
        SafetensorsWriter.Write(stream, tensors, metadata);
        return stream.ToArray();
    }

    private static byte[] BytesOf(torch.Tensor tensor) => tensor.numel() == 0 ? [] : tensor.bytes.ToArray();
}
