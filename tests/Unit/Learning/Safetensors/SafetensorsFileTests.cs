using System.Text;
using Prcl.Learning.Safetensors;
using Xunit;

namespace Prcl.Unit.Learning.Safetensors;

public sealed class SafetensorsFileTests
{
    private const string Valid = """{"__metadata__":{"format":"pt"},"b":{"dtype":"F32","shape":[2,1],"data_offsets":[2,10]},"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}""";
    private static readonly byte[] Data = [7, 8, 0, 0, 128, 63, 0, 0, 0, 192];

    [Fact]
    public void A_file_is_read_as_its_header_says()
    {
        var file = SafetensorsFile.Parse(Handmade.File(Valid, Data));

        Assert.Equal("pt", file.Metadata["format"]);
        Assert.Equal(["a", "b"], file.Tensors.Keys.Order());
        var entry = file.Tensors["b"];
        Assert.Equal((SafetensorsType.F32, "b"), (entry.DType, entry.Name));
        Assert.Equal([2, 1], entry.Shape);
        Assert.Equal(Data[2..], entry.Data.ToArray());
        using var tensor = file.ToTensor("b");
        Assert.Equal([1f, -2f], tensor.data<float>().ToArray());
        Assert.Equal([2, 1], tensor.shape);
    }

    [Fact]
    public void A_stream_without_length_and_a_seekable_one_give_the_same()
    {
        var bytes = Handmade.File(Valid, Data);

        foreach (var stream in new Stream[] { new MemoryStream(bytes), new UnseekableStream(bytes) })
        {
            var file = SafetensorsFile.Read(stream);
            Assert.Equal(Data[..2], file.Tensors["a"].Data.ToArray());
            Assert.Equal(Data[2..], file.Tensors["b"].Data.ToArray());
        }
    }

    [Theory]
    [InlineData("{}", 0)]
    [InlineData("{}   ", 0)]
    [InlineData("""{"__metadata__":{}}""", 0)]
    [InlineData("""{"x":{"dtype":"F64","shape":[],"data_offsets":[0,8]}}""", 8)]
    [InlineData("""{"x":{"dtype":"F64","shape":[3,0],"data_offsets":[0,0]}}""", 0)]
    [InlineData("""{"x":{"dtype":"BF16","shape":[1],"data_offsets":[0,2]},"y":{"dtype":"F16","shape":[0],"data_offsets":[2,2]}}""", 2)]
    [InlineData("""{"ü\u0041\ud83d\ude00":{"shape":[1],"data_offsets":[0,1],"dtype":"BOOL"}}""", 1)]
    public void Unusual_but_valid_files_are_read(string header, int dataLength)
    {
        var file = SafetensorsFile.Parse(Handmade.File(header, new byte[dataLength]));

        foreach (var name in file.Tensors.Keys)
        {
            using var tensor = file.ToTensor(name);
            Assert.Equal(file.Tensors[name].Shape, tensor.shape);
        }
    }

    [Theory]
    [InlineData("", 0, SafetensorsPart.Header, "begin with '{'")]
    [InlineData(" {}", 0, SafetensorsPart.Header, "begin with '{'")]
    [InlineData("{", 0, SafetensorsPart.Header, "JSON")]
    [InlineData("{} x", 0, SafetensorsPart.Header, "JSON")]
    [InlineData("{}", 1, SafetensorsPart.Data, "has 1 bytes, but the tensors claim only the first 0")]
    [InlineData("""{"__metadata__":[]}""", 0, SafetensorsPart.Metadata, "object of strings")]
    [InlineData("""{"__metadata__":{"a":1}}""", 0, SafetensorsPart.Metadata, "'a' is none")]
    [InlineData("""{"__metadata__":{"a":null}}""", 0, SafetensorsPart.Metadata, "'a' is none")]
    [InlineData("""{"__metadata__":{"a":{"b":"c"}}}""", 0, SafetensorsPart.Metadata, "'a' is none")]
    [InlineData("""{"__metadata__":{"a":"1","a":"1"}}""", 0, SafetensorsPart.Metadata, "'a' twice")]
    [InlineData("""{"__metadata__":{},"__metadata__":{}}""", 0, SafetensorsPart.Header, "'__metadata__' twice")]
    [InlineData("""{"__metadata__":{"a":"\ud800"}}""", 0, SafetensorsPart.Metadata, "Unicode")]
    [InlineData("""{"x":1}""", 0, SafetensorsPart.Tensor, "'x' must be an object")]
    [InlineData("""{"x":{"dtype":"F8","shape":[1],"data_offsets":[0,1]}}""", 1, SafetensorsPart.Tensor, "'x' has the dtype 'F8'")]
    [InlineData("""{"x":{"dtype":8,"shape":[1],"data_offsets":[0,1]}}""", 1, SafetensorsPart.Tensor, "dtype that is no string")]
    [InlineData("""{"x":{"shape":[1],"data_offsets":[0,1]}}""", 1, SafetensorsPart.Tensor, "lacks dtype")]
    [InlineData("""{"x":{"dtype":"U8","data_offsets":[0,1]}}""", 1, SafetensorsPart.Tensor, "lacks shape")]
    [InlineData("""{"x":{"dtype":"U8","shape":[1]}}""", 1, SafetensorsPart.Tensor, "lacks data_offsets")]
    [InlineData("""{"x":{"dtype":"U8","shape":[1],"data_offsets":[0,1],"more":1}}""", 1, SafetensorsPart.Tensor, "member 'more'")]
    [InlineData("""{"x":{"dtype":"U8","dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", 1, SafetensorsPart.Tensor, "member 'dtype'")]
    [InlineData("""{"x":{"dtype":"U8","shape":[-1],"data_offsets":[0,1]}}""", 1, SafetensorsPart.Tensor, "shape whose element 0")]
    [InlineData("""{"x":{"dtype":"U8","shape":[1.5],"data_offsets":[0,1]}}""", 1, SafetensorsPart.Tensor, "shape whose element 0")]
    [InlineData("""{"x":{"dtype":"U8","shape":["1"],"data_offsets":[0,1]}}""", 1, SafetensorsPart.Tensor, "shape whose element 0")]
    [InlineData("""{"x":{"dtype":"U8","shape":[9223372036854775808],"data_offsets":[0,1]}}""", 1, SafetensorsPart.Tensor, "shape whose element 0")]
    [InlineData("""{"x":{"dtype":"U8","shape":1,"data_offsets":[0,1]}}""", 1, SafetensorsPart.Tensor, "shape that is no array")]
    [InlineData("""{"x":{"dtype":"U8","shape":[4294967296,4294967296],"data_offsets":[0,0]}}""", 0, SafetensorsPart.Tensor, "overflows")]
    [InlineData("""{"x":{"dtype":"U8","shape":[0,4294967296,4294967296],"data_offsets":[0,0]}}""", 0, SafetensorsPart.Tensor, "overflows")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2305843009213693952],"data_offsets":[0,0]}}""", 0, SafetensorsPart.Tensor, "overflows")]
    [InlineData("""{"x":{"dtype":"U8","shape":[1],"data_offsets":[0]}}""", 1, SafetensorsPart.Tensor, "1 data_offsets")]
    [InlineData("""{"x":{"dtype":"U8","shape":[1],"data_offsets":[0,1,1]}}""", 1, SafetensorsPart.Tensor, "3 data_offsets")]
    [InlineData("""{"x":{"dtype":"U8","shape":[1],"data_offsets":[1,0]}}""", 1, SafetensorsPart.Tensor, "end lies before the begin")]
    [InlineData("""{"x":{"dtype":"U8","shape":[2],"data_offsets":[0,1]}}""", 1, SafetensorsPart.Tensor, "of 1 bytes; U8[2] takes 2")]
    [InlineData("""{"x":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}""", 1, SafetensorsPart.Tensor, "outside the data of 1 bytes")]
    [InlineData("""{"x":{"dtype":"U8","shape":[3000000000],"data_offsets":[0,3000000000]}}""", 1, SafetensorsPart.Tensor, "at most 2147483591")]
    [InlineData("""{"x":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}""", 2, SafetensorsPart.Tensor, "gap")]
    [InlineData("""{"x":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"y":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}""", 3, SafetensorsPart.Tensor, "'y' begins at byte 1 of the data, not at 2: it overlaps")]
    [InlineData("""{"x":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"x":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}""", 2, SafetensorsPart.Header, "'x' twice")]
    [InlineData("""{"x":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"\u0078":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}""", 2, SafetensorsPart.Header, "'x' twice")]
    [InlineData("""{"x":{"dtype":"U8","shape":[[[1]]],"data_offsets":[0,1]}}""", 1, SafetensorsPart.Header, "JSON")]
    public void A_broken_header_is_refused_by_part_tensor_and_rule(string header, int dataLength, SafetensorsPart part, string rule)
    {
        var bytes = Handmade.File(header, new byte[dataLength]);

        var error = Assert.Throws<SafetensorsException>(() => SafetensorsFile.Parse(bytes));

        Assert.Equal(part, error.Part);
        Assert.Contains(rule, error.Message, StringComparison.Ordinal);
        Assert.Equal(error.Message, Assert.Throws<SafetensorsException>(() => SafetensorsFile.Read(new MemoryStream(bytes))).Message);
        Assert.Throws<SafetensorsException>(() => SafetensorsFile.Read(new UnseekableStream(bytes)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(40)]
    public void A_truncated_file_is_refused(int length)
    {
        var bytes = Handmade.File(Valid, Data)[..length];

        Assert.Throws<SafetensorsException>(() => SafetensorsFile.Parse(bytes));
        Assert.Throws<SafetensorsException>(() => SafetensorsFile.Read(new MemoryStream(bytes)));
        Assert.Throws<SafetensorsException>(() => SafetensorsFile.Read(new UnseekableStream(bytes)));
    }

    [Theory]
    [InlineData(ulong.MaxValue, "at most 100000000")]
    [InlineData(100_000_001UL, "at most 100000000")]
    [InlineData(3UL, "only 2 bytes follow")]
    public void A_header_length_beyond_limit_or_file_is_refused(ulong length, string rule)
    {
        byte[] bytes = [.. Handmade.Prefix(length), .. "{}"u8];

        var error = Assert.Throws<SafetensorsException>(() => SafetensorsFile.Parse(bytes));

        Assert.Equal(SafetensorsPart.HeaderLength, error.Part);
        Assert.Contains(rule, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_header_that_is_not_UTF8_is_refused()
    {
        var error = Assert.Throws<SafetensorsException>(() => SafetensorsFile.Parse(Handmade.File([.. "{\""u8, 0xC3, 0x28, .. "\":1}"u8], [])));

        Assert.Contains("UTF-8", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_many_dimensions_are_refused()
    {
        var header = $$$"""{"x":{"dtype":"U8","shape":[{{{string.Join(',', Enumerable.Repeat(1, 65))}}}],"data_offsets":[0,1]}}""";

        Assert.Contains("65 dimensions", Assert.Throws<SafetensorsException>(() => SafetensorsFile.Parse(Handmade.File(header, [0]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bool_byte_that_is_neither_0_nor_1_never_becomes_a_tensor()
    {
        var file = SafetensorsFile.Parse(Handmade.File("""{"x":{"dtype":"BOOL","shape":[2],"data_offsets":[0,2]}}""", [1, 2]));

        Assert.Contains("'x' has a BOOL byte", Assert.Throws<SafetensorsException>(() => file.ToTensor("x")).Message, StringComparison.Ordinal);
        Assert.Throws<SafetensorsException>(() => file.ToTensor("y"));
    }

    [Fact]
    public void A_small_stream_that_announces_gigabytes_makes_nobody_allocate_them()
    {
        var header = """{"x":{"dtype":"U8","shape":[2000000000],"data_offsets":[0,2000000000]}}""";
        byte[][] files = [Handmade.File(header, new byte[10]), [.. Handmade.Prefix(99_999_999), .. Encoding.UTF8.GetBytes(header)]];

        foreach (var bytes in files)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Throws<SafetensorsException>(() => SafetensorsFile.Read(new UnseekableStream(bytes)));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
        }
    }

    [Fact]
    public void A_large_tensor_arrives_whole_from_a_stream_without_length()
    {
        var data = new byte[(5 << 20) + 3];
        new Random(1).NextBytes(data);
        var bytes = Handmade.File($$$"""{"x":{"dtype":"U8","shape":[{{{data.Length}}}],"data_offsets":[0,{{{data.Length}}}]}}""", data);

        Assert.True(SafetensorsFile.Read(new UnseekableStream(bytes, 65536)).Tensors["x"].Data.Span.SequenceEqual(data));
    }

    [Fact]
    public void An_error_from_a_path_names_the_path()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "not a tensor in sight");

            Assert.Contains(path, Assert.Throws<SafetensorsException>(() => SafetensorsFile.Read(path)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Reading_a_tensor_copies_so_that_the_file_stays_as_it_is()
    {
        var bytes = Handmade.File(Valid, Data);
        var file = SafetensorsFile.Parse(bytes);
        using var tensor = file.ToTensor("b");

        tensor.fill_(3);

        Assert.Equal(Data[2..], file.Tensors["b"].Data.ToArray());
    }
}
