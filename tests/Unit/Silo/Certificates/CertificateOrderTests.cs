using Prcl.Contracts.Security.Certificates;
using Prcl.Silo.Certificates;
using Xunit;

namespace Prcl.Unit.Silo.Certificates;

public sealed class CertificateOrderTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("prcl-certificates-");

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public void Only_the_owner_may_read_what_is_made()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no modes");
            return;
        }

        var files = Order().CarryOut(Now);

        Assert.Equal(8, files.Count);
        foreach (var file in files)
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(file)!));
        }
    }

    [Fact]
    public void Nothing_is_overwritten_and_then_nothing_is_written()
    {
        Order().CarryOut(Now);
        var key = File.ReadAllText(In("ca", "ca.key"));
        File.Delete(In("client", "tls.key"));

        Assert.Contains("is there already", Assert.Throws<CertificateException>(() => Order().CarryOut(Now)).Message, StringComparison.Ordinal);
        Assert.Equal(key, File.ReadAllText(In("ca", "ca.key")));
        Assert.False(File.Exists(In("client", "tls.key")));
    }

    [Fact]
    public void An_authority_that_is_there_signs_further_ones_and_no_key_of_it_is_copied()
    {
        Order().CarryOut(Now);
        var files = (Order() with { Out = In("more"), Authority = In("ca") }).CarryOut(Now);

        Assert.Equal(6, files.Count);
        Assert.Equal(File.ReadAllText(In("ca", "ca.crt")), File.ReadAllText(In("more", "silo", "ca.crt")));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3651)]
    public void Days_have_a_range(int days) =>
        Assert.Contains("days is", Assert.Throws<CertificateException>(() => (Order() with { Days = days }).CarryOut(Now)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_name_that_is_none_is_named() =>
        Assert.Contains("'a b'", Assert.Throws<CertificateException>(() => (Order() with { Names = ["a b"] }).CarryOut(Now)).Message, StringComparison.Ordinal);

    [Fact]
    public void An_authority_that_is_missing_is_told() =>
        Assert.Contains("must hold ca.crt and ca.key", Assert.Throws<CertificateException>(() => (Order() with { Authority = In("nowhere") }).CarryOut(Now)).Message, StringComparison.Ordinal);

    private CertificateOrder Order() => new(_root.FullName, [], 365, null, null);

    private string In(params string[] parts) => Path.Combine([_root.FullName, .. parts]);
}
