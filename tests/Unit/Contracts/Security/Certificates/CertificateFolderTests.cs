using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Time.Testing;
using Prcl.Contracts.Security.Certificates;
using Prcl.Silo.Certificates;
using Xunit;

namespace Prcl.Unit.Contracts.Security.Certificates;

public sealed class CertificateFolderTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("prcl-certificates-");
    private readonly FakeTimeProvider _clock = new(Now);

    public CertificateFolderTests() => new CertificateOrder(_root.FullName, ["silo.example.org", "10.1.2.3"], 30, null, null).CarryOut(Now);

    private string Silo => Path.Combine(_root.FullName, "silo");

    private string Client => Path.Combine(_root.FullName, "client");

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public void What_the_command_makes_can_be_used_for_what_it_is_for()
    {
        Assert.True(Open(Silo, CertificateUse.Silo).Current.Own.HasPrivateKey);
        Assert.True(Open(Client, CertificateUse.Client).Current.Own.HasPrivateKey);
        Open(Silo, CertificateUse.Client, CertificateUse.Silo);
    }

    [Fact]
    public void A_certificate_for_another_use_is_refused_by_file_and_rule()
    {
        Assert.Equal($"{Path.Combine(Client, "tls.crt")} is no silo's: it must have the name urn:prcl:silo and the uses server and client authentication", Fails(Client, CertificateUse.Silo));
        Assert.Contains("is no client's: it must have the name urn:prcl:client", Fails(Silo, CertificateUse.Client), StringComparison.Ordinal);
    }

    [Fact]
    public void Expired_and_not_yet_valid_are_told_apart_with_both_times()
    {
        _clock.AdjustTime(Now.AddDays(31));
        Assert.Contains("expired at 2026-12-28 12:00:00Z, and it is 2026-12-29 12:00:00Z here", Fails(Silo, CertificateUse.Silo), StringComparison.Ordinal);

        _clock.AdjustTime(Now.AddDays(-1));
        Assert.Contains("isn't valid before 2026-11-28 11:00:00Z, and it is 2026-11-27 12:00:00Z here (is a clock wrong?)", Fails(Silo, CertificateUse.Silo), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_authority_is_named()
    {
        new CertificateOrder(Path.Combine(_root.FullName, "other"), [], 30, null, null).CarryOut(Now);
        File.Copy(Path.Combine(_root.FullName, "other", "ca", "ca.crt"), Path.Combine(Silo, "ca.crt"), overwrite: true);

        Assert.Matches("tls.crt is signed by 'CN=prcl cluster [0-9a-f]{8}', which isn't among the authorities of ca.crt \\(CN=prcl cluster [0-9a-f]{8}\\)", Fails(Silo, CertificateUse.Silo));
    }

    [Theory]
    [InlineData("ca.crt", "", "ca.crt holds no certificate")]
    [InlineData("ca.crt", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "ca.crt holds a certificate that can't be read")]
    [InlineData("tls.key", "hush", "tls.key holds no private key")]
    [InlineData("tls.crt", "hush", "tls.crt and tls.key don't fit")]
    [InlineData("tls.key", "-----BEGIN PRIVATE KEY-----\nhush\n-----END PRIVATE KEY-----\n", "tls.crt and tls.key don't fit")]
    public void A_file_that_holds_something_else_is_named_and_never_shown(string file, string text, string error)
    {
        File.WriteAllText(Path.Combine(Silo, file), text);

        var failure = Assert.Throws<CertificateException>(() => Open(Silo, CertificateUse.Silo));
        Assert.Contains(error, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_of_another_certificate_does_not_fit()
    {
        File.Copy(Path.Combine(Client, "tls.key"), Path.Combine(Silo, "tls.key"), overwrite: true);

        Assert.Contains("don't fit", Fails(Silo, CertificateUse.Silo), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        File.Delete(Path.Combine(Silo, "tls.key"));

        Assert.Contains($"{Path.Combine(Silo, "tls.key")} can't be read", Fails(Silo, CertificateUse.Silo), StringComparison.Ordinal);
    }

    [Fact]
    public void Replaced_files_are_read_again_and_broken_ones_leave_what_was_there()
    {
        var told = new List<string>();
        var folder = CertificateFolder.Open(Silo, _clock, told.Add, CertificateUse.Silo);
        var first = folder.Current.Own.Thumbprint;
        new CertificateOrder(Path.Combine(_root.FullName, "next"), [], 30, Path.Combine(_root.FullName, "ca"), null).CarryOut(Now);

        Replace("tls.crt");
        Assert.Equal(first, folder.Current.Own.Thumbprint);
        Assert.Contains("stay in use", Assert.Single(told), StringComparison.Ordinal);
        Replace("tls.key");
        Assert.NotEqual(first, folder.Current.Own.Thumbprint);
        Assert.Contains("read again", told[1], StringComparison.Ordinal);
        Assert.Equal(2, told.Count);

        void Replace(string file)
        {
            File.Copy(Path.Combine(_root.FullName, "next", "silo", file), Path.Combine(Silo, file), overwrite: true);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public void Two_authorities_are_accepted_at_once()
    {
        var other = Path.Combine(_root.FullName, "other");
        new CertificateOrder(other, [], 30, null, Path.Combine(_root.FullName, "ca", "ca.crt")).CarryOut(Now);
        var folder = Open(Path.Combine(other, "silo"), CertificateUse.Silo);

        Assert.Equal(2, folder.Current.Authorities.Count);
        Assert.Null(CertificateCheck.PeerFault(Open(Silo, CertificateUse.Silo).Current.Own, folder, CertificateUse.Silo));
    }

    [Theory]
    [InlineData("silo.example.org", true)]
    [InlineData("10.1.2.3", true)]
    [InlineData("other.example.org", false)]
    [InlineData("10.1.2.4", false)]
    public void A_certificate_with_names_speaks_for_them_only(string host, bool speaks)
    {
        var own = Open(Silo, CertificateUse.Silo).Current.Own;

        var fault = CertificateCheck.PeerNameFault(own, host);

        Assert.Equal(speaks ? null : $"its certificate 'CN=prcl silo' is for silo.example.org, 10.1.2.3, not for {host}", fault);
        using var nameless = X509CertificateLoader.LoadCertificate(Open(Client, CertificateUse.Client).Current.Own.RawData);
        Assert.Null(CertificateCheck.PeerNameFault(nameless, host));
    }

    [Fact]
    public void Who_shows_no_certificate_is_told_apart() =>
        Assert.Equal("it shows no certificate", CertificateCheck.PeerFault(null, Open(Silo, CertificateUse.Silo), CertificateUse.Client));

    private CertificateFolder Open(string folder, params CertificateUse[] uses) => CertificateFolder.Open(folder, _clock, null, uses);

    private string Fails(string folder, CertificateUse use) => Assert.Throws<CertificateException>(() => Open(folder, use)).Message;
}
