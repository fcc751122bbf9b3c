package walletdoctor.sample

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test
import walletdoctor.Mask
import walletdoctor.PictureSize
import walletdoctor.sample.model.Part

/** What is dragged over on a screen, and which pixels of the picture that is. */
class PartTest {
    private val picture = PictureSize(100u, 10u)

    @Test
    fun `all is all`() = assertEquals(Mask(0u, 0u, 100u, 10u), Part.ALL.maskOf(picture))

    @Test
    fun `a part takes every pixel that it touches`() =
        assertEquals(Mask(10u, 2u, 11u, 2u), Part(0.105f, 0.25f, 0.205f, 0.31f).maskOf(picture))

    @Test
    fun `it may be dragged in any direction, and beyond the edges`() =
        assertEquals(Mask(50u, 0u, 50u, 10u), Part(7f, 3f, 0.5f, -1f).maskOf(picture))

    @Test
    fun `it is never empty, at an edge neither`() {
        assertEquals(Mask(50u, 5u, 1u, 1u), Part(0.5f, 0.5f, 0.5f, 0.5f).maskOf(picture))
        assertEquals(Mask(99u, 9u, 1u, 1u), Part(1f, 1f, 1f, 1f).maskOf(picture))
    }
}
