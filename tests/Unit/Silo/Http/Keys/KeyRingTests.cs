using System.Runtime.Versioning;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Prcl.Silo.Hosting;
using Prcl.Silo.Http.Doors;
using Prcl.Silo.Http.Keys;
using Prcl.Unit.Grains.Blobs;
using Xunit;

namespace Prcl.Unit.Silo.Http.Keys;

[UnsupportedOSPlatform("windows")]
public sealed class KeyRingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new();
    private readonly KeyFile _file;

    public KeyRingTests() => _file = new KeyFile(Path.Combine(_folder.Path, "api-keys.json"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_key_that_is_added_or_revoked_is_so_within_a_second()
    {
        var (first, second) = (Make("first", Scope.Read), Make("second", Scope.Ingest, Scope.Predict));
        var ring = Ring();
        Assert.True(ring.AsksForKeys);
        Assert.Null(ring.Find(first.Key));

        _file.Write([first.Kept, second.Kept]);
        Assert.Null(ring.Find(first.Key));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("first", ring.Find(first.Key)!.Name);
        Assert.Equal((false, true, true, false), (ring.Find(second.Key)!.May(Scope.Read), ring.Find(second.Key)!.May(Scope.Ingest), ring.Find(second.Key)!.May(Scope.Predict), ring.Find(second.Key)!.May(Scope.Admin)));

        _file.Write([second.Kept]);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(ring.Find(first.Key));
        Assert.NotNull(ring.Find(second.Key));
    }

    [Fact]
    public void A_file_that_is_damaged_meanwhile_leaves_the_keys_as_they_were()
    {
        var key = Make("first", Scope.Read);
        _file.Write([key.Kept]);
        var ring = Ring();

        File.WriteAllText(_file.Path, "{");
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull(ring.Find(key.Key));

        // Without the file there are no keys; nobody is let in because of that.
        File.Delete(_file.Path);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(ring.Find(key.Key));
        Assert.True(ring.AsksForKeys);
    }

    [Fact]
    public void The_single_key_stays_good_for_everything()
    {
        var ring = new KeyRing(new Secret("hush-api-key-of-sixteen"), null, _time, NullLogger<KeyRing>.Instance);

        Assert.All(Enum.GetValues<Scope>(), s => Assert.True(ring.Find("hush-api-key-of-sixteen")!.May(s)));
        Assert.Null(ring.Find("hush-api-key-of-sixteem"));
        Assert.False(new KeyRing(null, null, _time, NullLogger<KeyRing>.Instance).AsksForKeys);
    }

    [Fact]
    public void The_file_holds_no_key_and_only_its_owner_may_read_it()
    {
        var key = Make("first", Scope.Read);
        _file.Write([key.Kept]);

        Assert.DoesNotContain(key.Key, File.ReadAllText(_file.Path), StringComparison.Ordinal);
        Assert.StartsWith("prcl_", key.Key, StringComparison.Ordinal);
        Assert.Equal(48, key.Key.Length);
        Assert.Single(Directory.GetFiles(_folder.Path));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_file.Path));
        var read = Assert.Single(_file.Read());
        Assert.Equal(("first", key.Kept.Sha256, key.Kept.CreatedUtc), (read.Name, read.Sha256, read.CreatedUtc));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("""{"format": "prcl.api-keys", "version": 2, "keys": []}""")]
    [InlineData("""{"format": "prcl.api-keys", "version": 1}""")]
    [InlineData("""{"format": "prcl.api-keys", "version": 1, "keys": [null]}""")]
    [InlineData("""{"format": "prcl.api-keys", "version": 1, "keys": [{"name": "a", "scopes": ["all"], "sha256": "", "createdUtc": "2026-01-01T00:00:00Z"}]}""")]
    [InlineData("""{"format": "prcl.api-keys", "version": 1, "keys": [{"name": "a", "scopes": ["read"], "sha256": "ab", "createdUtc": "2026-01-01T00:00:00Z"}]}""")]
    public void A_file_of_another_form_is_refused_by_name_when_a_silo_starts(string text)
    {
        File.WriteAllText(_file.Path, text);

        Assert.Contains(_file.Path, Assert.Throws<HostException>(Ring).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_others_may_write_is_refused()
    {
        _file.Write([]);
        File.SetUnixFileMode(_file.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherWrite);

        Assert.Contains("others may write", Assert.Throws<HostException>(Ring).Message, StringComparison.Ordinal);
    }

    private KeyRing Ring() => new(null, _file, _time, NullLogger<KeyRing>.Instance);

    private static (string Key, ApiKey Kept) Make(string name, params Scope[] scopes) => ApiKey.Make(name, scopes, DateTimeOffset.UnixEpoch);
}
