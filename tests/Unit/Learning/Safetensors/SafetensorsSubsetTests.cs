using Prcl.Learning.Safetensors;
using TorchSharp;
using Xunit;

namespace Prcl.Unit.Learning.Safetensors;

public sealed class SafetensorsSubsetTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(100_000)]
    public async Task Pieces_of_any_size_make_a_file_of_the_chosen_tensors(int size)
    {
        var source = Source();
        var subset = await SafetensorsSubset.Of(Read(source), n => n != "b", m => new Dictionary<string, string>(m) { ["new"] = "é" });

        var bytes = new List<byte>();
        while (bytes.Count < subset.Length)
        {
            bytes.AddRange(await subset.Read(Read(source), bytes.Count, size));
        }

        Assert.Empty(await subset.Read(Read(source), subset.Length, size));
        Assert.Empty(await subset.Read(Read(source), subset.Length + 9, size));
        var (whole, file) = (SafetensorsFile.Parse(source), SafetensorsFile.Parse(bytes.ToArray()));
        Assert.Equal(["a", "c", "empty", "wide"], file.Tensors.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(("old", "é"), (file.Metadata["kept"], file.Metadata["new"]));
        Assert.All(file.Tensors.Keys, name =>
        {
            using var expected = whole.ToTensor(name);
            using var actual = file.ToTensor(name);
            Assert.Equal((expected.dtype, string.Join(',', expected.shape)), (actual.dtype, string.Join(',', actual.shape)));
            Assert.Equal(expected.bytes.ToArray(), actual.bytes.ToArray());
        });
        Assert.Equal(0, (bytes.Count - file.Tensors.Values.Sum(t => t.Data.Length)) % 8);
    }

    [Fact]
    public async Task A_source_that_ends_early_is_told()
    {
        var source = Source();
        var subset = await SafetensorsSubset.Of(Read(source), _ => true, m => m);

        await Assert.ThrowsAsync<SafetensorsException>(() => subset.Read(Read(source[..^3]), 0, 100_000));
        await Assert.ThrowsAsync<SafetensorsException>(() => SafetensorsSubset.Of(Read(source[..5]), _ => true, m => m));
        await Assert.ThrowsAsync<SafetensorsException>(() => SafetensorsSubset.Of(Read(source[..30]), _ => true, m => m));
    }

    private static Func<long, int, Task<byte[]>> Read(byte[] source) => (offset, count) =>
        Task.FromResult(source.AsSpan((int)Math.Min(offset, source.Length)).ToArray()[..(int)Math.Min(count, Math.Max(0, source.Length - offset))]);

    private static byte[] Source()
    {
        using var scope = torch.NewDisposeScope();
        using var stream = new MemoryStream();
        SafetensorsWriter.Write(
            stream,
            new Dictionary<string, torch.Tensor>
            {
                ["a"] = torch.arange(6, torch.ScalarType.Float32).reshape(2, 3),
                ["b"] = torch.arange(50, torch.ScalarType.Float32),
                ["c"] = torch.arange(5, torch.ScalarType.Byte),
                ["empty"] = torch.zeros(0, 3),
                ["wide"] = torch.arange(3, torch.ScalarType.Float64),
            },
            new Dictionary<string, string> { ["kept"] = "old" });
        return stream.ToArray();
    }
}
