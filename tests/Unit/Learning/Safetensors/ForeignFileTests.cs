using System.Text;
using Prcl.Learning.Safetensors;
using Xunit;

namespace Prcl.Unit.Learning.Safetensors;

public sealed class ForeignFileTests : IDisposable
{
    private const string Secret = "s3cret-of-the-file";
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData("PK\u0003\u0004\u0014\0\0\0", "ZIP archive")]
    [InlineData("PK\u0003\u0004\0\0\0\0", "ZIP archive")]
    [InlineData("PK", "ZIP archive")]
    [InlineData("\u0080\u0002}q\0X", "Python pickle")]
    [InlineData("\u0080\u0004\u0095", "Python pickle")]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:", "Git LFS pointer")]
    [InlineData("{\"road\": 1, \"key\": \"", "JSON text")]
    [InlineData("\r\n [1, 2, 3, 4, 5,", "JSON text")]
    [InlineData("\u00EF\u00BB\u00BF{ \"a\": 1 ", "JSON text")]
    [InlineData("{}", "JSON text")]
    public void A_file_of_another_kind_is_called_what_it_is_and_not_quoted(string begins, string kind)
    {
        var error = Refuse(begins + (begins.Length > 4 ? Secret : ""));

        Assert.Equal((SafetensorsPart.Content, _path), (error.Part, error.Path));
        Assert.Contains($"content is a {kind}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("root:x:0:0:root:/root:/bin/bash\n")]
    [InlineData("<html><body>")]
    [InlineData("")]
    public void An_unknown_file_is_refused_without_a_guess_and_without_a_quotation(string text) =>
        Assert.Equal(SafetensorsPart.HeaderLength, Refuse(text + Secret).Part);

    [Theory]
    [InlineData(0x0280)]    // Begins like a pickle.
    [InlineData('{')]
    [InlineData('[')]
    public void A_safetensors_file_that_was_cut_short_is_not_taken_for_another(int headerLength)
    {
        File.WriteAllBytes(_path, [.. Handmade.Prefix((ulong)headerLength), .. "{\"a\""u8]);

        var error = Assert.Throws<SafetensorsException>(() => SafetensorsFile.Read(_path));

        Assert.Equal(SafetensorsPart.HeaderLength, error.Part);
        Assert.Contains("beyond the end of the file: only 4 bytes follow", error.Message, StringComparison.Ordinal);
    }

    private SafetensorsException Refuse(string content)
    {
        File.WriteAllBytes(_path, Encoding.Latin1.GetBytes(content));

        var error = Assert.Throws<SafetensorsException>(() => SafetensorsFile.Read(_path));

        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
        // Nor as the number that the first eight bytes make.
        Assert.False(content.Length >= 8 && error.ToString().Contains($"{BitConverter.ToUInt64(Encoding.Latin1.GetBytes(content))}", StringComparison.Ordinal));
        return error;
    }
}
